"""The promoter's people: their accounts, how they sign in, what only two of them can do."""
