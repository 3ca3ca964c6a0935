"""Where the routes of the promoter's desk meet."""

from flask import Blueprint

desk = Blueprint("admin", __name__, url_prefix="/admin")
