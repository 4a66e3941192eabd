"""How often is too often: every limit, with its number and its reason.

The limits by IP address are Flask-Limiter's; a household or a small office shares one address.
"""

# A person who sees no mail asks again a few times; more would make us a way to flood an inbox.
MAILS_AN_HOUR = 5

# Guesses from one address. A person mistypes a password a few times; ten a minute is no person.
SIGN_INS = "10 per minute; 100 per hour"

# Sign-ups from one address: a class of pupils fits in, a script soon does not.
REGISTRATIONS = "40 per minute; 200 per hour"

# Confirmation links, resends and corrected addresses from one address.
CONFIRMATIONS = "20 per minute; 100 per hour"
