"""Rules of projects: applications, eligibility, ballot texts, and the pictures and sounds that come with them."""
