"""What the results room computes from plain values: groups of turnout, findings, drawings, sheets."""
