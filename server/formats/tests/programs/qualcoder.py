"""Opens a project of Earshot in QualCoder, without its windows, and compares what lies there with what the file says.

    python qualcoder.py SOURCE PROJECT.qdpx [OUT]

SOURCE is the folder `src` of QualCoder's source, PROJECT a file of `earshot export --format qdpx`. With OUT, QualCoder writes
the project there again, to be taken back in. What it needs: PyQt6, pymupdf and Pillow. Exits with 1 where anything differs.
"""

import ast
import builtins
import os
import sqlite3
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
builtins._ = lambda words: words
NAMESPACE = "{urn:QDA-XML:project:1.0}"


class App:
    """What QualCoder's reader and writer ask of the program around them."""

    version = "0"
    ai_models = []
    ai = None
    project_events = None

    def __init__(self, folder, source):
        self.project_name = "earshot.qda"
        self.project_path = str(folder)
        self.settings = {"codername": "somebody", "directory": str(folder), "ai_enable": "False"}
        self.conn = sqlite3.connect(":memory:")
        for statement in tables(source):
            self.conn.execute(statement)
        self.conn.execute("create table coder_names (name text unique not null, visibility integer not null default 1)")
        for table in ("code_text", "code_image", "code_av", "annotation"):
            self.conn.execute(f"create view {table}_visible as select * from {table}")
        self.conn.execute("insert into project values ('v17', '', '', '', 0, 0, 'somebody', '', null, null, null)")

    def write_config_ini(self, *_):
        """Its settings are nobody's."""

    def get_annotations(self):
        """As QualCoder's own program gives them."""
        columns = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
        rows = self.conn.execute(f"select {', '.join(columns)} from annotation")
        return [dict(zip(columns, row)) for row in rows]


class Said:
    """Where QualCoder says what it does."""

    def __init__(self):
        self.lines = []

    def append(self, line):
        self.lines.append(line)


def tables(source):
    """The statements that make a new project, read out of QualCoder's source."""
    tree = ast.parse((source / "qualcoder" / "__main__.py").read_text(encoding="utf-8"))
    make = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "new_project")
    for node in ast.walk(make):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("CREATE TABLE"):
            yield node.value


def expected(project):
    """Texts by name, and (text, start, end, code) of every coding, as the file says."""
    archive = zipfile.ZipFile(project)
    root = xml.fromstring(archive.read("project.qde"))
    codes = {code.get("guid"): code.get("name") for code in root.iter(NAMESPACE + "Code")}
    files = {name.split("/")[-1]: name for name in archive.namelist()}
    texts, codings = {}, set()
    for source in root.iter(NAMESPACE + "TextSource"):
        name = source.get("name")
        inner = source.find(NAMESPACE + "PlainTextContent")
        if inner is not None:
            texts[name] = inner.text or ""
        else:
            path = source.get("plainTextPath").split("://")[1].split("/")[-1]
            texts[name] = archive.read(files[path]).decode("utf-8-sig")
        for selection in source.iter(NAMESPACE + "PlainTextSelection"):
            span = (int(selection.get("startPosition")), int(selection.get("endPosition")))
            for reference in selection.iter(NAMESPACE + "CodeRef"):
                codings.add((name, *span, codes[reference.get("targetGUID")]))
    count = lambda tag: sum(1 for _ in root.iter(NAMESPACE + tag))
    return texts, codings, {tag: count(tag) for tag in ("Code", "Case", "Variable", "Note", "Set")}


def found(app):
    """The same as QualCoder has it."""
    texts = dict(app.conn.execute("select name, fulltext from source"))
    rows = app.conn.execute(
        "select s.name, t.pos0, t.pos1, c.name, t.seltext, s.fulltext from code_text t "
        "join code_name c on c.cid = t.cid join source s on s.id = t.fid"
    ).fetchall()
    astray = [(name, start, end) for name, start, end, _, words, whole in rows if whole[start:end] != words]
    one = lambda table: app.conn.execute(f"select count(*) from {table}").fetchone()[0]
    counted = {table: one(table) for table in ("code_name", "code_cat", "cases", "attribute_type", "attribute", "journal", "annotation")}
    return texts, {row[:4] for row in rows}, astray, counted


def main():
    source, project = Path(sys.argv[1]), Path(sys.argv[2])
    out = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.path.insert(0, str(source))
    from PyQt6 import QtWidgets
    from qualcoder import refi

    _application = QtWidgets.QApplication([])
    folder = Path(tempfile.mkdtemp())
    (folder / "documents").mkdir()
    app, said = App(folder, source), Said()
    copy = folder / "in.qdpx"
    copy.write_bytes(project.read_bytes())
    # Its questions are answered here: which file, and that it was read.
    QtWidgets.QFileDialog.getOpenFileName = staticmethod(lambda *_, **__: (str(copy), True))
    QtWidgets.QFileDialog.getExistingDirectory = staticmethod(lambda *_, **__: str(out))
    refi.Message = lambda *_, **__: type("Shown", (), {"exec": lambda self: None})()
    refi.RefiImport(app, said, "qdp")

    texts, codings, counted = expected(project)
    their_texts, their_codings, astray, theirs = found(app)
    print(f"the file: {len(texts)} texts, {len(codings)} codings, {counted}")
    print(f"QualCoder: {len(their_texts)} texts, {len(their_codings)} codings, {theirs}")
    lost = codings - their_codings
    more = their_codings - codings
    other = [name for name, words in texts.items() if their_texts.get(name) != words]
    for what, those in (("lost", lost), ("not of the file", more), ("other words", other), ("astray", astray)):
        print(f"{what}: {len(those)}")
        for each in sorted(those)[:5]:
            print("   ", each)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (Path.home() / ".qualcoder").mkdir(exist_ok=True)
        refi.RefiLineEndings = lambda *_: type(
            "Asked", (), {"exec": lambda self: None, "ui": type("Ui", (), {"radioButton_maxqda": type("No", (), {"isChecked": staticmethod(lambda: False)})})}
        )()
        refi.RefiExport(app, said, "project")
        print("written again:", *out.glob("*.qdpx"))
    sys.exit(1 if lost or more or other or astray else 0)


if __name__ == "__main__":
    main()
