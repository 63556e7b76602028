"""Run by the python of LibreOffice: print each sheet of a workbook and whether its head is frozen.

python3 frozen_panes.py WORKBOOK PROFILE_FOLDER
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def main(workbook: Any, profile: Any) -> None:
    import uno

    pipe = f"pipe,name={Path(profile).name}{time.time_ns()};urp;"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}",
         f"--accept={pipe}"]
    )  # fmt: skip
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        for attempt in range(120):
            try:
                remote = resolver.resolve(f"uno:{pipe}StarOffice.ComponentContext")
                break
            except Exception:
                if attempt == 119:
                    raise
                time.sleep(0.5)
        desktop = remote.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", remote
        )
        document = desktop.loadComponentFromURL(f"file://{workbook}", "_blank", 0, ())
        view = document.getCurrentController()
        for sheet in document.Sheets:
            view.setActiveSheet(sheet)
            print(sheet.Name, view.hasFrozenPanes())
        document.close(True)
    finally:
        office.terminate()
        office.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
