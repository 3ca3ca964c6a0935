"""The demonstration mailbox. Registered in demo mode only: elsewhere these addresses do not exist."""

from flask import Blueprint, Response, render_template

from competition.services import mailbox as letters
from competition.web.access import Who, access
from competition.web.answers import MESSAGE_POLICY, download
from competition.web.edge import instance, reading

demo = Blueprint("demo", __name__, url_prefix="/demo/mail")


@demo.get("")
@access(Who.DEMONSTRATION)
def mailbox() -> str:
    with reading() as session:
        view = letters.mailbox(session, instance=instance())
    return render_template("demo/mailbox.html", mailbox=view)


@demo.get("/<number:number>")
@access(Who.DEMONSTRATION)
def message(number: int) -> str:
    with reading() as session:
        view = letters.message(session, number, instance=instance())
    return render_template("demo/message.html", message=view)


@demo.get("/<number:number>/html")
@access(Who.DEMONSTRATION)
def message_html(number: int) -> Response:
    with reading() as session:
        view = letters.message(session, number, instance=instance())
    response = Response(view.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MESSAGE_POLICY
    return response


@demo.get("/<number:number>/<number:position>")
@access(Who.DEMONSTRATION)
def attachment(number: int, position: int) -> Response:
    with reading() as session:
        found = letters.attachment(session, number, position, instance=instance())
    return download(found.content, found.name, found.type)
