"""The stages of an enrolment: validation, pricing, completion, totals."""
