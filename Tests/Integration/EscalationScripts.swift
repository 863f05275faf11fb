/// Python for the tests of `escalate`: services that judge what they get as the real ones do.
enum EscalationScripts {
    /// Debian's own: another python3 on the PATH need not have aiosmtpd.
    static let python = "/usr/bin/python3"

    /// PagerDuty, Slack, GitHub and GitLab on one port. Every request that is right is kept as a line of `got`; a wrong one is answered
    /// with 400, as the services do. `plan` holds one status a line that comes first: `503`, `429 1`, `hang`, `reset`, `echo`.
    static let services = """
        import json, os, socket, struct, sys, threading, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        home = sys.argv[1]
        lock = threading.Lock()
        def u16(text): return len(text.encode("utf-16-le")) // 2
        def need(condition, why):
            if not condition: raise ValueError(why)
        def keys(value, required, optional=()):
            need(isinstance(value, dict), "not an object")
            need(set(required) <= set(value) <= set(required) | set(optional), "keys " + " ".join(value))
        def text(value, most, least=1):
            need(isinstance(value, str) and least <= u16(value) <= most, "a text of %d..%d" % (least, most))
        def pagerduty(headers, body, raw):
            need(len(raw) <= 512000, "too large")
            keys(body, ["routing_key", "event_action", "dedup_key"], ["payload", "client", "client_url", "links", "images"])
            need(isinstance(body["routing_key"], str) and len(body["routing_key"]) == 32, "Length of 'routing_key' is incorrect")
            need(body["event_action"] in ("trigger", "acknowledge", "resolve"), "event_action")
            text(body["dedup_key"], 255)
            if body["event_action"] == "trigger":
                keys(body["payload"], ["summary", "source", "severity"], ["timestamp", "component", "group", "class", "custom_details"])
                text(body["payload"]["summary"], 1024)
                text(body["payload"]["source"], 255)
                need(body["payload"]["severity"] in ("critical", "error", "warning", "info"), "severity")
            return 202, json.dumps({"status": "success", "message": "Event processed", "dedup_key": body["dedup_key"]})
        def slack(headers, body, raw):
            keys(body, ["text", "blocks"])
            text(body["text"], 40000)
            need(1 <= len(body["blocks"]) <= 50, "blocks")
            total = 0
            for block in body["blocks"]:
                if block["type"] == "header":
                    keys(block, ["type", "text"]); keys(block["text"], ["type", "text"])
                    need(block["text"]["type"] == "plain_text", "plain_text"); text(block["text"]["text"], 150)
                    total += u16(block["text"]["text"])
                elif block["type"] == "section":
                    keys(block, ["type", "text"]); keys(block["text"], ["type", "text"])
                    need(block["text"]["type"] == "mrkdwn", "mrkdwn"); text(block["text"]["text"], 3000)
                    total += u16(block["text"]["text"])
                elif block["type"] == "context":
                    keys(block, ["type", "elements"]); need(1 <= len(block["elements"]) <= 10, "elements")
                    for element in block["elements"]:
                        keys(element, ["type", "text"]); text(element["text"], 3000); total += u16(element["text"])
                else: raise ValueError("block " + block["type"])
            need(total <= 13000, "msg_blocks_too_long")
            return 200, "ok"
        def github(headers, body, raw):
            need(headers["Authorization"] == "Bearer ghp-0123456789abcdefghij", "authorization")
            need(headers["Accept"] == "application/vnd.github+json" and headers["User-Agent"], "headers")
            keys(body, ["title"], ["body", "labels"]); text(body["title"], 256); text(body["body"], 65536)
            return 201, json.dumps({"number": 7, "html_url": "https://github.example/o/n/issues/7"})
        def gitlab(headers, body, raw):
            need(headers["PRIVATE-TOKEN"] == "glpat-0123456789abcdefghij", "token")
            keys(body, ["title"], ["description"]); text(body["title"], 255); text(body["description"], 1000000)
            return 201, json.dumps({"iid": 8, "web_url": "https://gitlab.example/g/p/-/issues/8"})
        routes = {"/v2/enqueue": pagerduty, "/services/T000/B000/general-secret-path": slack, "/services/T000/B000/backend-secret-path": slack,
                  "/services/T000/B000/devops-secret-path": slack, "/gh/repos/o/n/issues": github, "/gl/projects/g%2Fp/issues": gitlab}
        class H(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *a): pass
            def answer(self, status, body, more=()):
                self.send_response(status)
                for name, value in more: self.send_header(name, value)
                self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body.encode())
            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with lock:
                    with open(home + "/asked", "a") as file: file.write("%.3f %s\\n" % (time.monotonic(), self.path))
                    try: plan = open(home + "/plan").read().splitlines()
                    except OSError: plan = []
                    word = plan.pop(0) if plan else ""
                    if word:
                        with open(home + "/plan", "w") as file: file.write("".join(line + "\\n" for line in plan))
                if word == "hang": time.sleep(3600)
                if word == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    return self.connection.close()
                if word == "echo": return self.answer(400, "no: " + "x" * 240 + raw.decode() + self.path)
                if word:
                    parts = word.split()
                    return self.answer(int(parts[0]), "planned", [("Retry-After", parts[1])] if len(parts) > 1 else [])
                try:
                    need(self.headers["Content-Type"] == "application/json", "Content-Type")
                    body = json.loads(raw.decode("utf-8"))
                    status, said = routes[self.path](self.headers, body, raw)
                    with lock, open(home + "/got", "a") as file: file.write(json.dumps({"path": self.path, "body": body}) + "\\n")
                    self.answer(status, said)
                except Exception as error: self.answer(400, "invalid event: %r" % error)
        class S(ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, *a): pass
        server = S(("127.0.0.1", 0), H)
        print("ready", server.server_address[1])
        server.serve_forever()
        """

    /// A mail server by aiosmtpd. Arguments: where mails are kept, then `starttls CERT KEY`, `plain`, or `refuse CODE`.
    /// A mail is kept as JSON: who, to whom, whether over TLS, who logged in, the headers decoded, the body.
    static let mail = """
        import asyncio, email, email.policy, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult
        home, kind = sys.argv[1], sys.argv[2]
        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if kind == "refuse": return sys.argv[3] + " not for you"
                envelope.rcpt_tos.append(address)
                return "250 OK"
            async def handle_DATA(self, server, session, envelope):
                message = email.message_from_bytes(envelope.content, policy=email.policy.default)
                with open(home + "/mails", "a") as file:
                    file.write(json.dumps({
                        "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                        "user": getattr(session, "login_name", None), "names": message.keys(), "defects": [repr(d) for d in message.defects],
                        "headers": {k: str(v) for k, v in message.items()}, "body": message.get_content().replace("\\r\\n", "\\n")}) + "\\n")
                return "250 2.0.0 Ok: queued as 4F2A"
        def authenticate(server, session, envelope, mechanism, data):
            good = (data.login, data.password) == (b"jarvis", b"mail-p@ss-0123456789")
            if good: session.login_name = "jarvis"
            return AuthResult(success=good, handled=good)
        async def main():
            context = None
            if kind in ("starttls", "smtps"):
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(sys.argv[3], sys.argv[4])
            loop = asyncio.get_running_loop()
            def make():
                if kind == "starttls":
                    return SMTP(Handler(), tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True,
                                hostname="mail.test", loop=loop)
                return SMTP(Handler(), hostname="mail.test", loop=loop)
            server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if kind == "smtps" else None)
            print("ready", server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()
        asyncio.run(main())
        """

    /// A certificate for `localhost` and 127.0.0.1 and its key, made by the openssl command.
    static let certificate = """
        import subprocess, sys
        where, name = sys.argv[1], sys.argv[2]
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", f"{where}/{name}.key", "-out", f"{where}/{name}.pem", "-subj", f"/CN={name}",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        """
}
