"""Prints the rows of a CSV file and of a workbook as JSON, with nothing but Python's own library: a reader that is not the hub's."""

import csv
import json
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def csv_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def text_of(element):
    return "" if element is None else "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def column_of(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def workbook_rows(path):
    """All sheets but the last one, which has the sums; the heading of each further sheet is left out."""
    with zipfile.ZipFile(path) as parts:
        shared = []
        if "xl/sharedStrings.xml" in parts.namelist():
            shared = [text_of(each) for each in xml.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")]
        related = xml.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        targets = {each.get("Id"): each.get("Target") for each in related}
        sheets = [each.get(RELATED) for each in xml.fromstring(parts.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        rows = []
        for at, sheet in enumerate(sheets[:-1]):
            target = targets[sheet].removeprefix("/xl/")
            for number, row in enumerate(xml.fromstring(parts.read(f"xl/{target}")).iter(f"{MAIN}row")):
                if at == 0 or number > 0:
                    rows.append(cells_of(row, shared))
        return rows


def cells_of(row, shared):
    cells = {}
    for cell in row.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        said = "" if value is None else value.text or ""
        if cell.get("t") == "s":
            said = shared[int(said)]
        elif cell.get("t") == "inlineStr":
            said = text_of(cell)
        cells[column_of(cell.get("r"))] = said
    return [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]


json.dump([{"csv": csv_rows(one), "xlsx": workbook_rows(other)} for one, other in zip(sys.argv[1::2], sys.argv[2::2])], sys.stdout)
