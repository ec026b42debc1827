"""The sign-in library's Japanese, in the words of all other pages."""

from django.http import HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse

_OWN = {"ログイン": "サインイン", "ログアウト": "サインアウト"}


def in_own_words(text: str) -> str:
    for word, own in _OWN.items():
        text = text.replace(word, own)
    return text


def answered_in_own_words(response: HttpResponseBase) -> HttpResponseBase:
    """A page of the library, once it is drawn."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.add_post_render_callback(_reword)
    elif isinstance(response, HttpResponse):
        _reword(response)
    return response


def _reword(response: HttpResponse) -> None:
    if response.get("Content-Type", "").startswith("text/html"):
        response.content = in_own_words(response.content.decode(response.charset))
