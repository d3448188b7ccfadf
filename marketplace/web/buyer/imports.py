"""Sheets brought in: the list, the upload, one import with its report, its file, its undoing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.validators import Length

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement.models import ImportState, PurchaseImport
from marketplace.procurement.people import REPORTERS
from marketplace.procurement.sheets.facts import say_again
from marketplace.procurement.sheets.files import prepare_sheet_file
from marketplace.procurement.sheets.jobs import go_on
from marketplace.procurement.sheets.judging import Scope
from marketplace.procurement.sheets.queries import Seen, find_import, list_imports
from marketplace.procurement.sheets.recording import open_import, undo_import
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.imports_printed import printed_for
from marketplace.web.buyer.place import departments_where, has_role, here, me
from marketplace.web.downloads import csv_download
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.media import send_private_file
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer

STATES = {
    ImportState.READING: (_l("읽는 중"), "info"),
    ImportState.UNREADABLE: (_l("읽지 못함"), "bad"),
    ImportState.READ: (_l("열 연결 전"), "warn"),
    ImportState.CHECKING: (_l("검사 중"), "info"),
    ImportState.CHECKED: (_l("기록 전"), "warn"),
    ImportState.RECORDING: (_l("기록 중"), "info"),
    ImportState.RECORDED: (_l("기록함"), "good"),
    ImportState.UNDONE: (_l("가져오기 되돌림"), "neutral"),
}
BUSY = {ImportState.READING, ImportState.CHECKING, ImportState.RECORDING}
DEPARTMENT = "department"


class UploadForm(FlaskForm):
    """A sheet, and whose purchases it holds."""

    file = FileField(
        _l("파일"),
        [FileRequired(_l("엑셀이나 CSV 파일을 골라 주세요."))],
        description=_l("엑셀(.xlsx, .xlsm)이나 CSV, 10MB·2만 행까지. 매크로는 실행하지 않습니다."),
    )
    scope = RadioField(_l("누구의 구매인가요"))


class UndoForm(FlaskForm):
    """Why an import is taken back."""

    reason = StringField(_l("되돌리는 사유"), [Length(max=300)])


def seen() -> Seen:
    """Whose imports the viewer sees."""
    return Seen(departments_where(*REPORTERS), current_viewer().coordinated_institution_ids)


@buyer.get("/imports")
@access(Permission.PURCHASE_IMPORT)
def imports() -> ResponseReturnValue:
    """Who brought what in, and when, newest first."""
    page = list_imports(seen(), request.args.get("cursor"))
    return render_template("buyer/imports/index.html", page=page, states=STATES)


@buyer.route("/imports/new", methods=["GET", "POST"])
@access(Permission.PURCHASE_IMPORT)
def import_new() -> ResponseReturnValue:
    """Upload a sheet; a file that is none comes back to its field."""
    form = _upload_form()
    if form.validate_on_submit():
        made = _open(form)
        if made is not None:
            return redirect(url_for("buyer.import_show", import_id=made))
    page = render_template("buyer/imports/new.html", form=form, steps=steps_of(None, "new"))
    return page, 422 if form.errors else 200


def _upload_form() -> UploadForm:
    form = UploadForm()
    scopes = []
    if has_role(here().id, *REPORTERS):
        scopes.append(SelectChoice(DEPARTMENT, _("%(name)s의 구매", name=here().name)))
    scopes += [
        SelectChoice(body.slug, _("%(name)s 여러 부서의 구매", name=body.name))
        for body in my_institutions()
    ]
    form.scope.choices = scopes
    if form.scope.data is None and scopes:
        form.scope.data = scopes[0].value
    return form


def _open(form: UploadForm) -> str | None:
    """Keep the file and begin to read it; the import's name, None with the fault in the form."""
    upload, person = form.file.data, me()
    account_id, name = person.id, person.name
    try:
        checked = prepare_sheet_file(upload.read(), upload.filename or "")
        scope = _scope(form.scope.data or "")
        with transaction():
            made = open_import(scope, checked)
            key, public_id = made.id, made.public_id
    except Invalid as error:
        form.file.errors = [*form.file.errors, translate(error.message)]
        return None
    go_on(key, account_id, name)
    return public_id


def _scope(chosen: str) -> Scope:
    for body in my_institutions():
        if body.slug == chosen:
            return Scope(body.id)
    return Scope(here().institution_id, here().id)


@buyer.get("/imports/<import_id>")
@access(Permission.PURCHASE_IMPORT)
def import_show(import_id: str) -> ResponseReturnValue:
    """How far it is, or what became of it; what waits for a person leads there."""
    made = find_import(import_id, seen())
    if made.state is ImportState.READ:
        return redirect(url_for("buyer.import_mapping", import_id=import_id))
    if made.state is ImportState.CHECKED:
        return redirect(url_for("buyer.import_preview", import_id=import_id))
    return show_import(made)


def show_import(made: PurchaseImport, form: UndoForm | None = None) -> ResponseReturnValue:
    """The import's page; it asks again by itself while something is being done."""
    page = render_template(
        "buyer/imports/show.html",
        made=made,
        report=told(made),
        states=STATES,
        steps=steps_of(made, "done"),
        is_busy=made.state in BUSY,
        form=form or UndoForm(formdata=None),
        printed=printed_for(made),
        words=words,
    )
    headers = {"Refresh": "2"} if made.state in BUSY else {}
    return page, 422 if form is not None and form.errors else 200, headers


def told(made: PurchaseImport) -> dict[str, Any]:
    """The kept report with its sentences in the language of this page."""
    report = dict(made.report)
    report["faults"] = [
        {
            **each,
            "wrong": translate(say_again(each["wrong"])),
            "remedy": translate(say_again(each["remedy"])),
        }
        for each in report.get("faults", [])
    ]
    if "problem" in report:
        report["problem"] = translate(say_again(report["problem"]))
    return report


def steps_of(made: PurchaseImport | None, current: str) -> list[dict[str, Any]]:
    """Upload, columns, preview, done; those behind lead back while it is not recorded."""
    names = (
        ("new", _("올리기")),
        ("mapping", _("열 연결")),
        ("preview", _("미리보기")),
        ("done", _("기록")),
    )
    place = [name for name, _label in names].index(current)
    open_still = made is not None and made.state in {ImportState.READ, ImportState.CHECKED}
    steps = []
    for at, (name, label) in enumerate(names):
        state = "done" if at < place else "current" if at == place else "todo"
        step = {"label": label, "state": state}
        if made is not None and open_still and name in {"mapping", "preview"}:
            step["href"] = f"/buyer/imports/{made.public_id}/{name}"
        steps.append(step)
    return steps


@buyer.get("/imports/<import_id>/file")
@access(Permission.PURCHASE_IMPORT)
def import_file(import_id: str) -> ResponseReturnValue:
    """The sheet as it was uploaded."""
    return send_private_file(find_import(import_id, seen()).file)


@buyer.get("/imports/<import_id>/faults.csv")
@access(Permission.PURCHASE_IMPORT)
def import_faults(import_id: str) -> ResponseReturnValue:
    """What is wrong, row by row, to work through beside the sheet."""
    made = find_import(import_id, seen())
    heading = [_("시트"), _("행"), _("칸"), _("열"), _("무엇이 잘못되었나"), _("어떻게 고치나")]
    rows = (
        [e["sheet"], e["row"], e["cell"], e["column"], e["wrong"], e["remedy"]]
        for e in told(made)["faults"]
    )
    return csv_download(f"{made.file.filename}-{_('고칠 행')}", heading, rows)


@buyer.post("/imports/<import_id>/undoing")
@access(Permission.PURCHASE_IMPORT)
def import_undoing(import_id: str) -> ResponseReturnValue:
    """Take every record of it back, with a reason, while its months are open."""
    made = find_import(import_id, seen())
    form, key = UndoForm(), made.id
    if not form.validate_on_submit():
        return show_import(made, form)
    try:
        with transaction():
            count = undo_import(key, form.reason.data or "")
    except Invalid as error:
        show_errors(form, error)
        return show_import(find_import(import_id, seen()), form)
    except Conflict as error:
        said = (
            translate(error.message) if error.action else _("이미 되돌렸거나 기록하지 않았습니다.")
        )
        flash(said, "warn")
    else:
        flash(_("기록 %(n)d건을 정정 기록으로 되돌렸습니다.", n=count), "good")
    return redirect(url_for("buyer.import_show", import_id=import_id))
