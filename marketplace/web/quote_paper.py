"""견적서: a quote as a paper that prints in the official order, and its private files."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from marketplace.core.business_numbers import with_hyphens
from marketplace.core.korean_numbers import in_words
from marketplace.quoting.errors import QuoteNotFound
from marketplace.quoting.models import Quote, QuoteInquiry, QuoteRequest
from marketplace.web.media import send_private_file
from marketplace.web.quote_words import VAT


def version_of(inquiry: QuoteInquiry, version: int) -> Quote:
    """One version of a loaded inquiry; raises QuoteNotFound."""
    for quote in inquiry.quotes:
        if quote.version == version:
            return quote
    raise QuoteNotFound


def show_paper(inquiry: QuoteInquiry, version: int, back: str) -> ResponseReturnValue:
    """The paper of one version; `back` is the page it was opened from."""
    quote = version_of(inquiry, version)
    return render_template(
        "documents/quote.html",
        inquiry=inquiry,
        request_=inquiry.request,
        quote=quote,
        seller=inquiry.enterprise,
        words=in_words(quote.gross_won),
        with_hyphens=with_hyphens,
        vat=VAT,
        back=back,
    )


def send_file_of(request: QuoteRequest, inquiry: QuoteInquiry, file_id: str) -> ResponseReturnValue:
    """A file of the request or of one of the inquiry's quotes; raises QuoteNotFound."""
    for stored in (request.file, *(quote.file for quote in inquiry.quotes)):
        if stored is not None and stored.public_id == file_id:
            return send_private_file(stored)
    raise QuoteNotFound
