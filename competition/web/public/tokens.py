"""The form tokens of this request."""

from competition.web.edge import edge
from competition.web.form_token import FormTokens, form_tokens


def tokens_for(form: str, slug: str) -> FormTokens:
    return form_tokens(edge().config.keys.secrets, form, slug)
