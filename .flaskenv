# Public settings of a development machine; secrets belong into .env, which git does not know.
# The environment beats .env, and .env beats this file.
FLASK_APP=wsgi.py
FLASK_CONFIG=development
