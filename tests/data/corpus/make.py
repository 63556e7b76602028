"""Write the broken inputs, one folder a reader, and ``expected.csv``: python tests/corpus/make.py.

Each case is one way in which a real export breaks. The message that belongs to it is written here by
hand, never taken from what the reader says.
"""

import csv
import gzip
import io
import shutil
import stat
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CASES: list[Any] = []  # reader, input, why, parts of the message
for _folder in HERE.glob("*/"):
    shutil.rmtree(_folder)


def case(reader: Any, name: Any, content: Any, why: Any, *parts: Any) -> None:
    path = HERE / reader / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):  # a folder
        path.mkdir()
        for file, inside in content.items():
            (path / file).write_bytes(inside if isinstance(inside, bytes) else inside.encode())
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert parts
    CASES.append((reader, name, why, "\n".join(parts)))


def table(rows: Any, mark: Any = ",") -> Any:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def zipped(files: Any, method: Any = zipfile.ZIP_DEFLATED, mode: Any = 0o100644) -> Any:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, inside in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr, info.compress_type = mode << 16, method
            archive.writestr(info, inside)
    return buffer.getvalue()


def workbook(sheets: Any) -> Any:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:  # without the time of day
        files = {name: archive.read(name) for name in archive.namelist()
                 if name != "docProps/core.xml"}  # fmt: skip
    files["_rels/.rels"] = files["_rels/.rels"].replace(
        b"docProps/core.xml", b"docProps/app.xml")  # fmt: skip
    return zipped(files)


def repacked(book: Any, name: Any, change: Any) -> Any:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    return zipped(files | {name: change(files[name])})


def claiming(archive: Any, size: Any) -> Any:
    """An archive whose first file says that it unpacks to so many bytes."""
    place = archive.index(b"PK\x01\x02") + 24
    return archive[:place] + size.to_bytes(4, "little") + archive[place + 4 :]


def flagged_as_encrypted(archive: Any) -> Any:
    content = bytearray(archive)
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


HTML = "<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>\n"
AGAIN = "save it as 'CSV UTF-8'"
RANGES = ["All_DistributionFullNames", "All_DistributionISOCodes", "NativeDistributionFullNames"]


# Species+ CITES listings ------------------------------------------------------------------------
HEAD = ["Id", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species", "Subspecies",
        "Scientific Name", "Author", "Rank", "Listing", "Party", "Listed under", "Full note",
        "# Full note", *RANGES]  # fmt: skip
ONE = ["1", "Animalia", "Chordata", "Mammalia", "Carnivora", "Felidae", "Aus", "bus", "", "Aus bus",
       "Müller, 1830", "SPECIES", "I/II", "", "Aus bus", "**I** all\n**II** Namibia", "",
       "Namibia", "NA", "Namibia"]  # fmt: skip
TWO = ["2", *ONE[1:7], "cus", "", "Aus cus", "Gray", "SPECIES", "II", "", "Aus spp.", "", "", "", "",
       ""]  # fmt: skip


def cites(*rows: Any, head: Any = HEAD, mark: Any = ",") -> Any:
    return table([head, *(rows or (ONE, TWO))], mark)


def put(row: Any, column: Any, value: Any, head: Any = HEAD) -> Any:
    return [value if name == column else cell for name, cell in zip(head, row, strict=True)]


def without(rows: Any, column: Any, head: Any = HEAD) -> Any:
    return [[c for n, c in zip(head, row, strict=True) if n != column] for row in (head, *rows)]


R = "cites_listings"
case(R, "empty.csv", "", "an interrupted download", "the file is empty; expected a header and rows")
case(R, "blank_lines.csv", "\n\n  \n", "white space only", "the file is empty")
case(R, "header_only.csv", cites(head=HEAD).split("\n")[0] + "\n", "a filter that matched nothing",
     "has a header but no rows; download it again")  # fmt: skip
case(R, "blank_rows.csv", cites([""] * 20), "a sheet whose rows were cleared, not deleted",
     "has a header but no rows; download it again")  # fmt: skip
case(R, "error_page.csv", HTML, "the server's error page saved as CSV",
     "is a web page, not a CSV file; download it again")  # fmt: skip
case(R, "xml_error.csv", '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
     "an expired link of a cloud store", "is a web page, not a CSV file")  # fmt: skip
case(R, "json_error.csv", '{"error": "unauthorised"}', "the answer of the API saved as CSV",
     "is JSON from a web service, not a CSV file")  # fmt: skip
case(R, "half.csv", cites()[:-60], "cut off inside a row", "row 3:", "cells, but 20 columns",
     "the file may be truncated")  # fmt: skip
case(R, "half_in_quotes.csv", cites(TWO, ONE)[:-22], "cut off inside a cell of two lines",
     "row 3: is not a complete CSV file (a quote opened there is not closed); check the quotes, "
     "or download it again")  # fmt: skip
case(R, "windows_1252.csv", cites().encode("cp1252"), "saved by Excel as plain CSV",
     "is not UTF-8 text in line 2", "Müller", "was it saved again by a spreadsheet?", AGAIN)  # fmt: skip
case(R, "garbled_accents.csv", cites().replace("Müller", "MÃ¼ller"),
     "opened as Windows-1252 and saved as UTF-8",
     "row 2: Author has garbled letters, 'MÃ¼ller, 1830', which was 'Müller, 1830'")  # fmt: skip
case(R, "replacement_characters.csv", cites().replace("Müller", "M\ufffdller"),
     "accents lost in a conversion", "row 2: Author has garbled letters, 'M\ufffdller, 1830'")  # fmt: skip
case(R, "utf_16.csv", cites().encode("utf-16"), "saved by Excel as Unicode Text",
     "is UTF-16 text (Excel: Unicode Text)", AGAIN)  # fmt: skip
case(R, "utf_16_without_bom.csv", cites().encode("utf-16-le"), "written by a script on Windows",
     "is UTF-16 text")  # fmt: skip
case(R, "nul_bytes.csv", cites(put(ONE, "Author", "Gr\0ay"), TWO), "a damaged disk",
     "row 2: Author contains a NUL byte")  # fmt: skip
case(R, "only_nul.csv", b"\0" * 512, "a copy that failed on a full disk",
     "contains only NUL bytes, so copying failed; download it again")  # fmt: skip
case(R, "pipes.csv", cites(mark="|"), "a separator that Species+ does not write",
     "row 1: the cells are separated by '|'; save the file with comma, semicolon or tab")  # fmt: skip
case(R, "missing_rank.csv", table(without((ONE, TWO), "Rank")), "a column deleted by hand",
     "To be Species+ CITES listings, it lacks the column Rank.")  # fmt: skip
case(R, "renamed_column.csv", cites(head=put(HEAD, "Listing", "listings")), "renamed by hand",
     "row 1: column 'Listing' is missing", "is it 'listings'? If so, rename it")  # fmt: skip
case(R, "renamed_note.csv", cites(head=put(HEAD, "Full note", "Full notes")),
     "a new layout: without the notes a population would be the whole species",
     "row 1: column 'Full note' is missing", "is it 'Full notes'?")  # fmt: skip
case(R, "double_column.csv", cites(head=put(HEAD, "Species", "Listing")), "copied twice",
     "row 1: column 'Listing' occurs 2 times; expected once")  # fmt: skip
case(R, "column_without_name.csv", cites(head=put(HEAD, "Phylum", "")), "a header overwritten",
     "row 1: column 3 has cells but no name; give it a name")  # fmt: skip
case(R, "double_id.csv", cites(ONE, put(TWO, "Id", "1")), "two downloads pasted together",
     "row 2: Id '1' occurs 2 times", "row 3: Id '1' occurs 2 times")  # fmt: skip
case(R, "blank_id.csv", cites(put(ONE, "Id", " "), TWO), "a cell cleared by hand",
     "row 2: Id is blank; expected the id of the taxon")  # fmt: skip
case(R, "appendix_four.csv", cites(put(ONE, "Listing", "IV"), TWO), "a slip of the pen",
     "row 2: Listing is 'IV'; expected I, II, III or NC, separated by /")  # fmt: skip
case(R, "blank_name.csv", cites(ONE, put(TWO, "Scientific Name", " ")), "a cell cleared by hand",
     "row 3: Scientific Name is blank; expected a name")  # fmt: skip
case(R, "country_as_a_word.csv", cites(put(ONE, "All_DistributionISOCodes", "NAM"), TWO),
     "three-letter codes", "row 2: All_DistributionISOCodes has 'NAM'; expected two characters")  # fmt: skip
case(R, "one_cell_too_many.csv", cites(ONE, [*TWO, "x"]), "a comma in an unquoted author",
     "row 3: 21 cells, but 20 columns")  # fmt: skip
case(R, "after_a_blank_line.csv",
     cites(ONE) + "\n" + cites(put(TWO, "Listing", "2")).split("\n", 1)[1],
     "the row is that which a spreadsheet shows", "row 4: Listing is '2'")  # fmt: skip
case(R, "three_at_once.csv", cites(put(ONE, "Listing", "IV"), [*TWO, "x"],
                                   put(TWO, "Scientific Name", "")),
     "every problem in one message", ": 3 problems", "row 3: 21 cells", "row 2: Listing is 'IV'",
     "row 4: Scientific Name is blank")  # fmt: skip
case(R, "cms_instead.csv", table([["ScientificName", "Author", "Agreement", "Listing",
                                   "Listed under"], ["Aus bus", "", "CMS", "I", ""]]),
     "the other download", "this is Species+ CMS listings; use load_cms for it")  # fmt: skip
case(R, "workbook.csv", zipped({"xl/workbook.xml": "<workbook/>"}), "a workbook renamed to .csv",
     "is a zip archive or an Excel workbook, not a CSV file")  # fmt: skip
case(R, "old_workbook.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "an .xls renamed",
     "is an old or encrypted Excel workbook, not a CSV file")  # fmt: skip
case(R, "page.csv", b"%PDF-1.7\n", "the printed Appendices renamed", "is a PDF, not a CSV file")
case(R, "half.csv.gz", gzip.compress(cites().encode(), mtime=0)[:60], "half a gzip file",
     "is a truncated gzip file", "download it again")  # fmt: skip
case(R, "long_cell.csv", cites() + 'x,"' + "a" * 140_000, "a quote that swallows the rest",
     "row 4: is not a complete CSV file (a cell has more than 131,072 characters; a quote may be missing)")  # fmt: skip

# Species+ CMS listings --------------------------------------------------------------------------
CMS = ["Id", "Phylum", "Class", "Order", "Family", "Genus", "ScientificName", "Author", "Rank",
       "Agreement", "Listing", "Listed under", "Date", "Note", *RANGES]  # fmt: skip
CMS_ONE = ["11", "Chordata", "Mammalia", "Carnivora", "Felidae", "Aus", "Aus bus", "Gray, 1830",
           "SPECIES", "CMS", "I/II", "Aus bus", "**I** 05/03/2009\n**II** 23/12/2002", "", "Namibia",
           "NA", ""]  # fmt: skip


def cms(*changes: Any, head: Any = CMS, mark: Any = ",") -> Any:
    row = CMS_ONE
    for column, value in changes:
        row = put(row, column, value, CMS)
    return table([head, row], mark)


R = "cms_listings"
case(R, "date_31_02.csv", cms(("Date", "**I** 31/02/2009")), "no such day",
     "row 2: Date contains '31/02/2009', not a valid date (dd/mm/yyyy); correct it")  # fmt: skip
case(R, "date_month_first.csv", cms(("Date", "**I** 12/23/2002")), "an American computer",
     "row 2: Date contains '12/23/2002', not a valid date (dd/mm/yyyy)")  # fmt: skip
case(R, "date_as_number.csv", cms(("Date", "39877")), "a date that Excel turned into a number",
     "row 2: Date is '39877'; expected dd/mm/yyyy: was it saved again by a spreadsheet?")  # fmt: skip
case(R, "appendix_four.csv", cms(("Listing", "I/IV")), "a slip of the pen",
     "row 2: Listing is 'I/IV'; expected I, II, III or NC")  # fmt: skip
case(R, "no_date_column.csv", table([[n for n in CMS if n != "Date"],
                                     [c for n, c in zip(CMS, CMS_ONE, strict=True) if n != "Date"]]),
     "a column deleted by hand", "row 1: column 'Date' is missing")  # fmt: skip
case(R, "double_name.csv", table([CMS[1:], CMS_ONE[1:], CMS_ONE[1:]]),
     "an extract without ids, pasted twice",
     "row 2: ScientificName 'Aus bus' occurs 2 times", "row 3: ScientificName 'Aus bus'")  # fmt: skip
case(R, "empty.csv", "\ufeff", "a byte order mark and nothing else", "the file is empty")
case(R, "semicolons_and_one_comma.csv", cms(mark=";").replace("Gray, 1830", "Gray; 1830"),
     "a separator inside an unquoted cell", "row 2:", "18 cells, but 17 columns")  # fmt: skip
case(R, "cites_instead.csv", cites(), "the other download",
     "this is Species+ CITES listings; use load_cites for it")  # fmt: skip
case(R, "garbled_accents.csv", cms(("Author", "GenÃ©, 1839")), "opened as Windows-1252",
     "row 2: Author has garbled letters, 'GenÃ©, 1839', which was 'Gené, 1839'")  # fmt: skip

# CITES Checklist, Index -------------------------------------------------------------------------
INDEX = ["TaxonId", "Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species",
         "Subspecies", "FullName", "AuthorYear", "RankName", "CurrentListing",
         "FullAnnotationEnglish", "SynonymsWithAuthors", "EnglishNames", "SpanishNames",
         "FrenchNames", *RANGES]  # fmt: skip
INDEX_ONE = ["7", "Animalia", "Chordata", "Mammalia", "Carnivora", "Felidae", "Aus", "bus", "",
             "Aus bus", "(Gray, 1830)", "SPECIES", "I/NC", "Appendix I:Only <p>\r\n",
             "Bus bus Gray, 1830", "Aus Cat", "", "", "Namibia", "NA", ""]  # fmt: skip


def index(*changes: Any, head: Any = INDEX) -> Any:
    row = INDEX_ONE
    for column, value in changes:
        row = put(row, column, value, INDEX)
    return table([head, row])


R = "checklist_index"
case(R, "appendix_in_words.csv", index(("CurrentListing", "Appendix I")), "another layout's codes",
     "row 2: CurrentListing is 'Appendix I'; expected I, II, III or NC")  # fmt: skip
case(R, "renamed_synonyms.csv", index(head=put(INDEX, "SynonymsWithAuthors", "Synonyms With Authors",
                                               INDEX)),
     "a header made readable", "column 'SynonymsWithAuthors' is missing",
     "is it 'Synonyms With Authors'?")  # fmt: skip
case(R, "double_id.csv", index() + index().split("\n", 1)[1], "pasted twice",
     "row 2: TaxonId '7' occurs 2 times", "row 3: TaxonId '7'")  # fmt: skip
case(R, "unquoted_quote.csv", index().replace("Bus bus Gray, 1830", 'Bus "bus'),
     "a quote that was not doubled", "row 2:", "is not a complete CSV file")  # fmt: skip
case(R, "half.csv", index()[:-9], "cut off inside a row", "row 2:", "the file may be truncated")
case(R, "error_page.csv", "\n  " + HTML.lower(), "an error page that begins with blank lines",
     "is a web page, not a CSV file")  # fmt: skip
case(R, "cut.csv.gz", gzip.compress(index().encode(), mtime=0)[:-6], "the last bytes are missing",
     "is a truncated gzip file")  # fmt: skip
case(R, "latin_1.csv", index(("AuthorYear", "Gené, 1839")).encode("latin-1"), "saved by Excel",
     "is not UTF-8 text in line 2", "Gené")  # fmt: skip

# IUCN Red List ----------------------------------------------------------------------------------
TAXONOMY = ("internalTaxonId,scientificName,kingdomName,orderName,className,familyName,genusName,"
            "infraName,authority\n1,Aus bus,ANIMALIA,CARNIVORA,MAMMALIA,FELIDAE,Aus,,\n"
            "2,Aus cus,ANIMALIA,CARNIVORA,MAMMALIA,FELIDAE,Aus,,\n")  # fmt: skip
ASSESSMENTS = ("assessmentId,internalTaxonId,redlistCategory,yearPublished\n"
               "91,1,Least Concern,1901\n92,2,Vulnerable,1902\n")  # fmt: skip
IUCN = {"assessments.csv": ASSESSMENTS, "taxonomy.csv": TAXONOMY}

R = "iucn_red_list"
case(R, "half.zip", zipped(IUCN)[:-40], "half a download", "is not a complete zip file",
     "download or save it again")  # fmt: skip
case(R, "error_page.zip", HTML, "an error page saved as zip", "is not a complete zip file")
case(R, "encrypted.zip", flagged_as_encrypted(zipped({"taxonomy.csv": TAXONOMY})),
     "packed with a password", "'taxonomy.csv': is encrypted; unpack it with its password and give "
     "the folder")  # fmt: skip
case(R, "no_taxonomy.zip", zipped({"assessments.csv": ASSESSMENTS}), "half the files",
     "is only part of a Red List export; expected assessments.csv and taxonomy.csv in one folder or zip",
     "found assessments")  # fmt: skip
case(R, "no_table.zip", zipped({"README.pdf": "%PDF"}), "the wrong archive",
     "contains no table; found README.pdf; expected .csv, .tsv or .txt files")  # fmt: skip
case(R, "packed_twice.zip", zipped({"redlist.zip": zipped(IUCN)}), "a zip in a zip",
     "contains no table; found redlist.zip", "unpack any archive inside it first")  # fmt: skip
case(R, "two_exports.zip", zipped({"a/taxonomy.csv": TAXONOMY, "b/taxonomy.csv": TAXONOMY,
                                   "a/assessments.csv": ASSESSMENTS}),
     "two exports in one archive", "contains 2 files called taxonomy.csv; keep one of them")  # fmt: skip
case(R, "outside.zip", zipped({"../../taxonomy.csv": TAXONOMY, "assessments.csv": ASSESSMENTS}),
     "a name that leads out of the archive",
     "'../../taxonomy.csv': has a path outside of the archive")  # fmt: skip
case(R, "absolute.zip", zipped({"C:\\Windows\\taxonomy.csv": TAXONOMY}), "an absolute name",
     "has a path outside of the archive")  # fmt: skip
case(R, "link.zip", zipped({"taxonomy.csv": "/etc/passwd"}, mode=stat.S_IFLNK | 0o777),
     "a link in the archive", "'taxonomy.csv': is a link; pack the file itself")  # fmt: skip
case(R, "bomb.zip", claiming(zipped({"taxonomy.csv": TAXONOMY}), 1_342_177_280),
     "a few kilobytes that unpack to 1.3 GB", "unpacks to 1,342,177,280 bytes; expected at most "
     "1,073,741,824")  # fmt: skip
case(R, "damaged.zip", zipped(IUCN, zipfile.ZIP_STORED).replace(b"Vulnerable", b"Vuln\x00rable"),
     "a bit that has changed", "assessments.csv: is damaged (Bad CRC-32", "download it again")  # fmt: skip
case(R, "unknown_category", IUCN | {"assessments.csv": ASSESSMENTS.replace("Vulnerable", "Rare")},
     "a category of the past", "assessments.csv, row 3: redlistCategory is 'Rare', not of IUCN; "
     "expected such as 'Endangered' or 'EN'")  # fmt: skip
case(R, "foreign_taxon", IUCN | {"assessments.csv": ASSESSMENTS.replace("92,2", "92,3")},
     "files of two downloads", "assessments.csv, row 3: taxon 3 is not in taxonomy.csv")  # fmt: skip
case(R, "double_taxon", IUCN | {"taxonomy.csv": TAXONOMY.replace("\n2,", "\n1,")}, "pasted together",
     "taxonomy.csv, row 3: internalTaxonId '1' was used in row 2")  # fmt: skip
case(R, "no_category", IUCN | {"assessments.csv": ASSESSMENTS.replace("redlistCategory", "category")},
     "a renamed column", "assessments.csv, row 1: column 'redlistCategory' is missing")  # fmt: skip
case(R, "synonyms_without_id", IUCN | {"synonyms.csv": "name\nBus bus\n"}, "another export's table",
     "synonyms.csv, row 1: column 'internalTaxonId' is missing")  # fmt: skip
case(R, "header_only", IUCN | {"taxonomy.csv": TAXONOMY.split("\n")[0] + "\n"}, "an empty search",
     "taxonomy.csv: has a header but no rows")  # fmt: skip
case(R, "one_table_is_a_page", IUCN | {"taxonomy.csv": HTML}, "one of two downloads failed",
     "taxonomy.csv: is a web page, not a CSV file")  # fmt: skip

# Darwin Core ------------------------------------------------------------------------------------
DWC = ("taxonID,scientificName,taxonRank,taxonomicStatus,acceptedNameUsageID,family\n"
       "1,Aus bus,species,accepted,,Felidae\n2,Bus bus,species,synonym,1,Felidae\n")  # fmt: skip
R = "darwin_core"
case(R, "dangling.csv", DWC.replace("synonym,1", "synonym,9"), "an accepted name left out",
     "row 3: acceptedNameUsageID is '9', not in the file; expected the id of an accepted name")  # fmt: skip
case(R, "chain.csv", DWC + "3,Cus bus,species,synonym,2,Felidae\n", "a synonym of a synonym",
     "row 4: acceptedNameUsageID is '2', of a synonym; expected the id of an accepted name")  # fmt: skip
case(R, "double_id.csv", DWC.replace("\n2,", "\n1,"), "pasted together",
     "row 3: taxonID '1' occurs 2 times")  # fmt: skip
case(R, "blank_name.csv", DWC.replace("Aus bus", " "), "a cell cleared by hand",
     "row 2: scientificName is blank; expected a name")  # fmt: skip
case(R, "unknown.csv", "naam,rang\nAus bus,soort\n", "a table of another kind",
     "not a known layout. Found unknown: naam, rang. Known: IUCN Red List export")  # fmt: skip
case(R, "header_only.csv", DWC.split("\n")[0] + "\n", "an empty export",
     "has a header but no rows; download it again")  # fmt: skip
case(R, "ragged_in_an_archive.zip", zipped({"taxon.txt": DWC + "3,x\n", "meta.xml": "<archive/>"}),
     "a row cut short", "taxon.txt, row 4: 2 cells, but 6 columns")  # fmt: skip
case(R, "wrong_type.docx", zipped({"word/document.xml": "<x/>"}), "a document of a word processor",
     "contains no table; found word/document.xml")  # fmt: skip
case(
    R, "binary.bin", b"\x7fELF\x02\x01", "no table at all", "contains no table; expected .csv, .tsv"
)

# ColDP ------------------------------------------------------------------------------------------
COLDP = ("ID\tparentID\tstatus\tscientificName\tauthorship\trank\n"
         "a\t\taccepted\tAus bus\tGray\tspecies\nb\ta\tsynonym\tBus bus\tGray\tspecies\n")  # fmt: skip
R = "coldp"
case(R, "dangling.tsv", COLDP.replace("b\ta", "b\tz"), "a part of a larger checklist",
     "row 3: parentID is 'z', not in the file")  # fmt: skip
case(R, "spaces_for_tabs.tsv", COLDP.replace("\t", "    "), "pasted from a mail",
     "not a known layout")  # fmt: skip
case(R, "double_column.tsv", COLDP.replace("rank\n", "status\n"), "a header overwritten",
     "row 1: column 'status' occurs 2 times")  # fmt: skip

# Mammal Diversity Database ----------------------------------------------------------------------
MDD = "sciName,id,mainCommonName,order,family\nAus_bus,1001,Aus Cat,CARNIVORA,FELIDAE\n"
R = "mammal_diversity"
case(R, "double_id.csv", MDD + "Aus_cus,1001,,CARNIVORA,FELIDAE\n", "pasted together",
     "row 2: id '1001' occurs 2 times", "row 3: id '1001'")  # fmt: skip
case(R, "renamed.csv", MDD.replace("sciName", "sci_name"), "a new version of the layout",
     "not a known layout. Found renamed: sci_name, id")  # fmt: skip
case(R, "garbled.csv", MDD.replace("Aus Cat", "Chat dâ€™Aus"), "a curly quote, garbled",
     "row 2: mainCommonName has garbled letters, 'Chat dâ€™Aus', which was 'Chat d’Aus'")  # fmt: skip
case(R, "workbook.csv", workbook({"MDD": [["sciName"], ["Aus bus"]]}), "a workbook renamed",
     "contains no table; found")  # fmt: skip

# AviList ----------------------------------------------------------------------------------------
AVILIST = "Sequence,Taxon_rank,Order,Family,Scientific_name\n1,species,Falconiformes,,Falco aus\n"
R = "avilist"
case(R, "blank_name.csv", AVILIST + "2,species,Falconiformes,,\n", "a cell cleared by hand",
     "row 3: Scientific_name is blank")  # fmt: skip
case(R, "no_rank.csv", AVILIST.replace("Taxon_rank", "Rank"), "a renamed column",
     "not a known layout", "AviList (Scientific_name, Taxon_rank)")  # fmt: skip
case(R, "utf_16.txt", AVILIST.encode("utf-16"), "saved by Excel as Unicode Text",
     "is UTF-16 text (Excel: Unicode Text)")  # fmt: skip

# amendments -------------------------------------------------------------------------------------
LISTING = ["entry_id", "taxon", "rank", "appendix", "scope", "scope_note", "scope_iso2", "scope_mode", "excluded_taxa", "parties", "effective_from", "effective_to", "decided_at", "class", "order", "family", "common_name_en", "source", "confidence"]  # fmt: skip
ENTRY = ["own-1", "Hyaena hyaena", "species", "I", "whole", "", "", "", "", "", "2026-03-05", "", "",
         "Mammalia", "Carnivora", "Hyaenidae", "", "own", "reported"]  # fmt: skip


def amendment(*changes: Any) -> Any:
    row = ENTRY
    for column, value in changes:
        row = put(row, column, value, LISTING)
    return table([LISTING, row])


R = "amendments"
case(R, "appendix_four.csv", amendment(("appendix", "IV")), "a slip of the pen",
     "row 2, 'own-1': appendix is 'IV'; expected I, II or III; correct it")  # fmt: skip
case(R, "date_31_02.csv", amendment(("effective_from", "2026-02-31")), "no such day",
     "row 2, 'own-1': effective_from is '2026-02-31'; expected a date as YYYY-MM-DD; correct it")  # fmt: skip
case(R, "date_of_excel.csv", amendment(("effective_from", "05/03/2026")), "Excel's own date",
     "effective_from is '05/03/2026'; expected a date as YYYY-MM-DD; correct it (a spreadsheet may have changed it)")  # fmt: skip
case(R, "ends_before_it_begins.csv", amendment(("effective_to", "2025-01-01")), "days swapped",
     "row 2, 'own-1': effective_to 2025-01-01 is before effective_from 2026-03-05")  # fmt: skip
case(R, "double_id.csv", amendment() + amendment().split("\n", 1)[1], "a row copied",
     "row 3, 'own-1': entry_id was used in row 2; give each entry its own id")  # fmt: skip
case(R, "unknown_scope.csv", amendment(("scope", "populations")), "a code that is none",
     "row 2: scope is 'populations'; expected whole, population, excluding")  # fmt: skip
case(R, "five_at_once.csv", amendment(("appendix", "4"), ("effective_from", "x"), ("taxon", ""),
                                      ("scope_mode", "not"), ("confidence", "sure")),
     "every problem in one message", ": 5 problems", "appendix is '4'", "effective_from is 'x'",
     "taxon is blank; give the listed name, or delete the row", "scope_mode is 'not'; expected only, except or blank",
     "confidence is 'sure'; expected verified, reported, recalled or blank; correct it")  # fmt: skip
case(R, "no_columns.csv", "taxon,appendix\nHyaena hyaena,I\n", "too few columns",
     "row 1: column 'entry_id' is missing", "row 1: column 'effective_from' is missing")  # fmt: skip
case(R, "latin_1.csv", amendment(("scope_note", "Población")).encode("latin-1"), "saved by Excel",
     "is not UTF-8 text in line 2", "Población")  # fmt: skip

# decisions --------------------------------------------------------------------------------------
DECISION = ["left_id", "right_id", "left_name", "right_name", "verdict", "relation", "reason",
            "reviewer", "decided_on", "fingerprint"]  # fmt: skip
DECIDED = ["cites:a", "cms:a", "Aus bus", "Aus bus", "agreed", "congruent", "same", "A. Person",
           "2026-05-01", "name=1"]  # fmt: skip


def decision(*changes: Any, head: Any = DECISION) -> Any:
    row = DECIDED
    for column, value in changes:
        row = put(row, column, value, DECISION)
    return table([head, row])


R = "decisions"
case(R, "verdict_yes.csv", decision(("verdict", "agree")), "a code that is none",
     "row 2: verdict is 'agree', not one of agreed, rejected, disputed; did you mean 'agreed'?")  # fmt: skip
case(R, "date_31_02.csv", decision(("decided_on", "2026-02-31")), "no such day",
     "row 2: decided_on is '2026-02-31', not a valid date; expected YYYY-MM-DD")  # fmt: skip
case(R, "double.csv", decision() + decision(("verdict", "rejected")).split("\n", 1)[1],
     "two verdicts on one pair", "row 3: cites:a / cms:a was also decided on 2026-05-01 in row 2; keep one")  # fmt: skip
case(R, "no_reviewer.csv", decision(("reviewer", "")), "a cell cleared by hand",
     "row 2: reviewer is blank; every decision needs a value")  # fmt: skip
case(R, "no_fingerprint.csv", decision(head=put(DECISION, "fingerprint", "Fingerprints", DECISION)),
     "renamed by hand", "row 1: column 'fingerprint' is missing", "is it 'Fingerprints'?")  # fmt: skip
case(R, "ragged.csv", decision() + "cites:b,cms:b\n", "a row cut short",
     "row 3: 2 cells, but 10 columns")  # fmt: skip
case(R, "empty.csv", "", "an empty file", "the file is empty")
case(R, "half.csv", decision() + 'cites:b,cms:b,"Aus', "cut off inside a cell",
     "row 3: is not a complete CSV file")  # fmt: skip

# review workbook --------------------------------------------------------------------------------
REVIEW = ["concordance_id", "cites_name", "status", "reviewer", "reviewed_on", "decision_note"]
REVIEWED = ["c1", "Aus bus", "agreed", "A. Person", "2026-05-01", ""]


def review(*rows: Any, head: Any = REVIEW, sheet: Any = "Review") -> Any:
    return workbook({sheet: [head, *(rows or (REVIEWED,))]})


R = "review_workbook"
case(R, "status_in_words.xlsx", review(put(REVIEWED, "status", "Agree!", REVIEW)), "free text",
     "row 2: status is 'Agree!', not one of", "did you mean 'agreed'?")  # fmt: skip
case(R, "no_date.xlsx", review(put(REVIEWED, "reviewed_on", "31/02/2026", REVIEW)), "no such day",
     "row 2: reviewed_on is '31/02/2026'; expected a date, preferably as YYYY-MM-DD")  # fmt: skip
case(R, "no_reviewer.xlsx", review(put(REVIEWED, "reviewer", None, REVIEW)), "a cell left open",
     "row 2: reviewer is blank; a verdict needs the reviewer's name")  # fmt: skip
case(R, "other_sheet.xlsx", review(sheet="Tabelle1"), "another workbook",
     "has no sheet 'Review'; found Tabelle1; use the original workbook")  # fmt: skip
case(R, "column_deleted.xlsx", workbook({"Review": [REVIEW[1:], REVIEWED[1:]]}), "a column deleted",
     "row 1: column 'concordance_id' is missing")  # fmt: skip
case(R, "double.xlsx", review(REVIEWED, put(REVIEWED, "status", "rejected", REVIEW)), "a row copied",
     "row 3: c1 was also decided in row 2; keep one of these rows")  # fmt: skip
case(R, "old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "saved with a password",
     "is encrypted, or an old .xls workbook; save it as .xlsx without a password")  # fmt: skip
case(R, "half.xlsx", review()[:-50], "half a mail attachment", "is not a readable .xlsx file")
case(R, "entities.xlsx", repacked(review(), "xl/workbook.xml", lambda x: b'<!DOCTYPE x [<!ENTITY a "'
                                  b'aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + x),
     "entities that unpack to any size", "xl/workbook.xml: declares a document type or entities")  # fmt: skip
case(R, "bomb.xlsx", claiming(zipped({"xl/workbook.xml": "<workbook/>"}), 268_435_457),
     "a kilobyte that unpacks to 256 MB", "unpacks to 268,435,457 bytes; expected at most "
     "268,435,456")  # fmt: skip
case(R, "csv.xlsx", table([REVIEW, REVIEWED]), "a CSV file renamed", "is not a readable .xlsx file")
case(R, "empty_sheet.xlsx", workbook({"Review": []}), "a sheet cleared",
     "the sheet Review is empty; expected a header and rows")  # fmt: skip

# results ----------------------------------------------------------------------------------------
R = "results"
case(R, "wrong_end.xls", b"\xd0\xcf\x11\xe0", "saved in the old format",
     "the name ends in '.xls'; expected .csv, .xlsx or .parquet")  # fmt: skip
case(R, "other_table.csv", "a,b\n1,2\n", "another table", "row 1: column 'concordance_id' is missing",
     "row 1: column 'relation' is missing")  # fmt: skip
case(R, "half.csv", 'concordance_id,relation\nc1,"incl', "cut off inside a cell",
     "row 2: is not a complete CSV file")  # fmt: skip
case(R, "ragged.csv", "concordance_id,relation\nc1\n", "a row cut short",
     "row 2: 1 cells, but 2 columns")  # fmt: skip
case(R, "no_parquet.parquet", "PAR1 but no more", "a renamed file", "is not a Parquet file",
     "save it again as Parquet")  # fmt: skip
case(R, "no_sheet.xlsx", review(), "the sheet deleted", "has no sheet 'Concordance'; found Review")
case(R, "latin_1.csv", "concordance_id,relation\nc1,é\n".encode("latin-1"), "saved by Excel",
     "is not UTF-8 text in line 2")  # fmt: skip
case(R, "error_page.csv", HTML, "an error page", "is a web page, not a CSV file")

# tables of users --------------------------------------------------------------------------------
R = "user_tables"
case(R, "double_column.csv", "species,species\nAus bus,Aus cus\n", "a join that doubled a column",
     "row 1: column 'species' occurs 2 times; expected once")  # fmt: skip
case(R, "ragged.csv", "id,species\n1,Aus bus\n2,Aus, cus\n", "an unquoted comma",
     "row 3: 3 cells, but 2 columns")  # fmt: skip
case(R, "unnamed.csv", "species,,\nAus bus,3,\n", "a column without a name",
     "row 1: column 2 has cells but no name")  # fmt: skip
case(R, "utf_16.csv", "id,species\n1,Aus bus\n".encode("utf-16"), "Unicode Text of Excel",
     "is UTF-16 text (Excel: Unicode Text)")  # fmt: skip
case(R, "latin_1.csv", "id,species\n1,Aus büs\n2,Aus cüs\n".encode("latin-1"), "saved by Excel",
     "is not UTF-8 text in line 2, 3")  # fmt: skip
case(R, "pipes.txt", "id|species\n1|Aus bus\n", "a database dump", "are separated by '|'")
case(
    R,
    "nul.csv",
    "id,species\n1,Aus \0bus\n",
    "a damaged disk",
    "row 2: species contains a NUL byte",
)
case(R, "empty.csv", "", "an interrupted download", "the file is empty")
case(R, "empty.xlsx", workbook({"Sheet1": []}), "an empty sheet", "the first sheet is empty")
case(R, "double_column.xlsx", workbook({"Sheet1": [["a", "a"], [1, 2]]}), "a column copied",
     "row 1: column 'a' occurs 2 times")  # fmt: skip
case(R, "unnamed.xlsx", workbook({"Sheet1": [["a", None], ["Aus bus", "x"]]}), "a note at the side",
     "row 1: column 2 has cells but no name")  # fmt: skip
case(R, "huge_sheet.xlsx", repacked(
    workbook({"Sheet1": [["a"], ["Aus bus"]]}), "xl/worksheets/sheet1.xml",
    lambda x: x.replace(b"</sheetData>", b"".join(
        b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(3, 1300))
        + b"</sheetData>")),
     "a stray cell in the last column of every row", "has more than 20,000,000 cells; delete the "
     "empty rows and columns")  # fmt: skip
case(R, "broken_xml.xlsx", repacked(workbook({"Sheet1": [["a"]]}), "xl/workbook.xml",
                                    lambda x: x[:80]),
     "a part cut short", "is not a readable .xlsx file", "save it again as .xlsx")  # fmt: skip
case(R, "page.xlsx", HTML, "an error page", "is not a readable .xlsx file")
case(R, "text.parquet", "id,species\n", "a renamed file", "is not a Parquet file")
case(R, "old.xls", b"\xd0\xcf\x11\xe0", "the old format",
     "the name ends in '.xls'; save the table as .csv, .tsv, .xlsx or .parquet")  # fmt: skip
case(R, "half.csv.gz", gzip.compress(b"id,species\n" * 99, mtime=0)[:20], "half a gzip file",
     "is a truncated gzip file")  # fmt: skip


def main() -> None:
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("reader", "input", "why", "message"))
        writer.writerows(sorted(CASES))
    print(f"{len(CASES)} inputs for {len({c[0] for c in CASES})} readers")


if __name__ == "__main__":
    main()
