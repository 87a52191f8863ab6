"""The sentences for codes: problems of a check, and what a command did to a file."""

from __future__ import annotations

from frontend_patch.planning.plan import Note, Outcome
from frontend_patch.problem import Code, Problem

_PROBLEMS = {
    Code.NO_BUNDLE: "holds no bundle",
    Code.OTHER_BUNDLE: "holds another bundle ({found}); expected {wanted}",
    Code.SEVERAL_BUNDLES: "holds {count} bundles",
    Code.INVALID_DOCUMENT: "{error}",
    Code.NOT_FIRST_SCRIPT: "the bundle is not the first script to run",
    Code.STALE_SIBLING: "stale: does not match {document}",
    Code.MISSING_ASSET: "is missing, but {document} refers to it; build again",
    Code.OTHER_ASSET: "is not the script that {document} refers to; build again",
    Code.FORBIDDEN_BY_CSP: (
        'the Content-Security-Policy forbids the script: "{policy}". It needs "{needed}"'
    ),
    Code.FIXED_NONCE: (
        "the nonce {nonce!r} is the same in each response, so it protects nothing; "
        "the server must replace it"
    ),
    Code.WRONG_INTEGRITY: "does not match the integrity attribute of its script element",
    Code.WRONG_TYPE: "served as {type} with nosniff; browsers require text/javascript",
    Code.NO_CORS: "needs the header Access-Control-Allow-Origin: {origin}",
    Code.UNREACHABLE: "{reason}",
}
# Variants for problems with other details.
_SAME_VERSION = "holds another bundle: version {found}, but with other content or position"
_MISSING_ON_SERVER = "responds with {status}, but the document refers to this script"

_NOTES = {
    Note.NOTHING_TO_REVERT: "holds no bundle; nothing to revert",
    Note.WAS_STALE: "was stale: did not match the document",
    Note.HARD_LINK_BROKEN: "no longer a hard link; other names keep the old content",
}


def problem_sentence(problem: Problem, coding: str | None = None) -> str:
    """A line about a problem.

    Args:
        problem: the problem.
        coding: the content coding of the response, if only that response has the problem.
    """
    details = problem.details
    template = _PROBLEMS[problem.code]
    if problem.code is Code.OTHER_BUNDLE and details["found"] == details["wanted"]:
        template = _SAME_VERSION
    if problem.code is Code.MISSING_ASSET and "status" in details:
        template = _MISSING_ON_SERVER
    prefix = f"with Accept-Encoding: {coding}: " if coding else ""
    return f"{prefix}{problem.where}: {template.format(**details)}"


def notes_text(outcome: Outcome) -> str:
    """The notes of an outcome in parentheses; empty if there are none."""
    notes = "; ".join(_NOTES[note] for note in outcome.notes)
    return f" ({notes})" if notes else ""
