"""Files of every format, made byte by byte so that the tests need no program and no font."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)
STYLES = f'<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def zip_bytes(members: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def rewritten(package: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of an Office file; a part that is not there begins empty."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
        changed = change(archive.read(part) if part in parts else b"")
    return zip_bytes({**parts, part: changed})


def docx_bytes(
    *body: str, prolog: str = "", main: str = "word/document.xml", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    """Pack a body of ``paragraph`` and ``table``; a plain text becomes a paragraph."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in body)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {W} {MC}><w:body>{inner}</w:body></w:document>'
    )
    frame = {"[Content_Types].xml": "<Types/>", "_rels/.rels": RELATIONS.format(main), main: document}
    return zip_bytes({**frame, "word/styles.xml": STYLES, **(parts or {})})


def _pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, table_at)


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
)


def pdf_bytes(pages: Sequence[Sequence[tuple[int, int, str]]], trailer: bytes = b"") -> bytes:
    """Draw lines of text on pages: x, y and what is written, in 14 point; a font that every reader knows."""
    objects, kids = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *FONT], []
    for lines in pages:
        shown = b"".join(
            b"1 0 0 1 %d %d Tm <%s> Tj " % (x, y, text.encode("utf-16-be").hex().encode()) for x, y, text in lines
        )
        objects.append(_stream(b"BT /F1 14 Tf " + shown + b"ET"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _pdf(objects, trailer)


def packed_pdf(operators: bytes) -> bytes:
    """Draw one page by these operators, packed as a program packs them."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 6 0 R>>"
    content = _stream(zlib.compress(operators, 1), b"/Filter/FlateDecode")
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[7 0 R]>>", *FONT, content, page])


def scanned_pdf(width: int, height: int, gray: bytes, pages: int = 1) -> bytes:
    """Put one gray image over whole pages, as a scanner does."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (
        width,
        height,
    )
    image = _stream(zlib.compress(gray), entries + b"/Filter/FlateDecode")
    kids = b" ".join(b"5 0 R" for _ in range(pages))
    return _pdf([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        image,
        _stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 3 0 R>>>>/Contents 4 0 R>>",
    ])  # fmt: skip


def png_header(width: int, height: int) -> bytes:
    """Begin an image that claims a size and stops after it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def ole_bytes(streams: Mapping[str, bytes]) -> bytes:
    """Pack streams into an OLE container; a name with a slash is in a storage. Streams are padded to 4,096."""
    folders = list(dict.fromkeys(name.rpartition("/")[0] for name in streams if "/" in name))
    entries: list[tuple[str, int, list[int], int, int]] = [("Root Entry", 5, [], END, 0)]
    for folder in folders:
        entries[0][2].append(len(entries))
        entries.append((folder, 1, [], END, 0))
    padded = [stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0") for stream in streams.values()]
    directory_sectors = -(-(1 + len(folders) + len(streams)) // 4)
    sectors = directory_sectors + sum(map(len, padded)) // 512
    tables = -(-sectors // 127)  # a sector of the allocation table holds 128 places, those of the table's own too
    chains = list[int]()
    for (name, stream), content in zip(streams.items(), padded, strict=True):
        folder, _, leaf = name.rpartition("/")
        start = tables + directory_sectors + len(chains)
        chains += [*range(start + 1, start + len(content) // 512), END]
        entries[folders.index(folder) + 1 if folder else 0][2].append(len(entries))
        entries.append((leaf, 2, [], start, max(len(stream), 4096)))
    fat = [*[FAT] * tables, *range(tables + 1, tables + directory_sectors), END, *chains]
    siblings = {child: after for _, _, kids, _, _ in entries for child, after in pairwise(kids)}
    directory = b""
    for number, (name, kind, kids, start, size) in enumerate(entries):
        title = name.encode("utf-16-le") + b"\0\0"
        directory += title.ljust(64, b"\0") + struct.pack("<HBB", len(title), kind, 1)
        directory += struct.pack("<III", FREE, siblings.get(number, FREE), kids[0] if kids else FREE)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))  # seven megabytes at most
    table = struct.pack(f"<{128 * tables}I", *fat, *[FREE] * (128 * tables - len(fat)))
    return header + table + directory.ljust(directory_sectors * 512, b"\0") + b"".join(padded)


def msg_bytes(subject: str, body: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """Write a mail as Outlook does, delivered on 2024-03-01 in the morning."""
    ticks = 133_537_248_000_000_000  # of 100 ns since 1601
    streams = {
        "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x0E06_0040, 6, ticks),
        "__substg1.0_0037001F": subject.encode("utf-16-le", "surrogatepass"),
        "__substg1.0_1000001F": body.encode("utf-16-le", "surrogatepass"),
        "__substg1.0_0C1A001F": "来信人甲".encode("utf-16-le"),
    }
    for number, (name, content) in enumerate((attachments or {}).items()):
        folder = f"__attach_version1.0_#{number:08}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = content
    return ole_bytes(streams)


def sheet_bytes(header: str, texts: Iterable[str]) -> bytes:
    """Write a workbook of one column row by row, which no library does as fast."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", RELATIONS.partition("r1")[0]
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{main}" xmlns:r="{relation}">'
    book += '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    sheets = f'{office}r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", RELATIONS.format("xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", sheets)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, text in enumerate(chain([header], texts), start=1):
                cell = f'<c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                part.write(f'<row r="{number}">{cell}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
    return stream.getvalue()
