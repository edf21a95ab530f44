"""Serves moto's AWS on a loopback port: serve.py PORT"""

import logging
import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

aws = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()


def serve(environ, start_response):
    # moto's DynamoDB is not safe for threads: a transaction copies and restores whole tables.
    if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
        with one_at_a_time:
            return list(aws(environ, start_response))
    return aws(environ, start_response)


logging.getLogger("werkzeug").setLevel(logging.WARNING)
run_simple("127.0.0.1", int(sys.argv[1]), serve, threaded=True)
