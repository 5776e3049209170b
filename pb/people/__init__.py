"""People with an account: sign-in, roles, invitations, declared interests."""
