"""What articles say of Adam, put to the test: a claim per file, judged by its own experiment."""

from regret_lab.article.base import CLAIMS, Case, Claim, Evidence, Word, claims, evidence, judged

__all__ = ["CLAIMS", "Case", "Claim", "Evidence", "Word", "claims", "evidence", "judged"]
