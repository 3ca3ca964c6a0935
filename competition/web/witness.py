"""A witness's one address, C2SP tlog-witness `add-checkpoint`: an app of its own, apart from any site."""

from datetime import UTC, datetime

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from competition.draw.errors import DrawError
from competition.draw.witnessing import SIZE_TYPE, RefusalError
from competition.services import cosigning
from competition.services.cosigning import Witness

_MOST_BYTES = 65_536
_PLAIN = "text/plain; charset=utf-8"


def create_witness(witness: Witness) -> Flask:
    app = Flask("competition.witness", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES

    @app.post("/add-checkpoint")
    def add_checkpoint() -> Response:
        line = cosigning.sign(request.get_data(), witness, now=datetime.now(tz=UTC))
        return Response(line, content_type=_PLAIN)

    @app.errorhandler(RefusalError)
    def refuse(refusal: RefusalError) -> Response:
        if refusal.known is not None:
            return Response(f"{refusal.known}\n", refusal.status, content_type=SIZE_TYPE)
        return Response(f"{refusal}\n", refusal.status, content_type=_PLAIN)

    @app.errorhandler(HTTPException)
    def answer(error: HTTPException) -> Response:
        return Response(f"{error.description}\n", error.code, content_type=_PLAIN)

    @app.errorhandler(DrawError)
    @app.errorhandler(OSError)
    def fault(error: Exception) -> Response:
        # A book that cannot be read or written: nothing is signed, and what was signed is not forgotten.
        app.logger.error("nothing is signed: %s", error)
        return Response("The witness cannot sign now.\n", 503, content_type=_PLAIN)

    return app
