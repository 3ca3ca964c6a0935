"""The front page of an evidence pack: it is read off a disk, so that its style lies beside it."""

from competition.adapters.templates import environment, folder


class Evidence:
    """Renders templates/evidence/."""

    def index(self, **said: object) -> dict[str, bytes]:
        """The page and its stylesheet, by file name."""
        page = environment().get_template("evidence/index.html").render(said)
        return {
            "index.html": page.encode("utf-8"),
            "style.css": (folder() / "evidence" / "style.css").read_bytes(),
        }
