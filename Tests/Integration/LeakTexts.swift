import SystemKit

/// The files of a Jarvis that hold secrets.
enum LeakTexts {
    static func dotEnv(_ secrets: Secrets) -> String {
        "# settings\nJARVIS_USE_MESH_SYNC=0\nJARVIS_MESH_SHARED_KEY=\(secrets["mesh"])\nJARVIS_WALLET_PASSWORD='\(secrets["wallet"])'\n"
    }

    static func compose(_ secrets: Secrets) -> String {
        "services:\n  jarvis-api:\n    image: jarvis\n    environment:\n      NATS_TOKEN: \"\(secrets["nats"])\"\n      API_PORT: \"1\"\n"
    }

    static func runbook(_ secrets: Secrets, port: Int) -> String {
        """
        # Runbook

        | Severity | Response Time | Escalation |
        |----------|---------------|------------|
        | Critical | 15 min | page |

        ### 1. Things Leak (Critical)

        The wallet opens with \(secrets["wallet"]), the mesh with \(secrets["mesh"]).

        **Symptoms:**
        - Health check failing
        - Something shows \(secrets["api"])

        **Diagnosis:**
        ```bash
        # Ask with \(secrets["bot"])
        curl -s -H "Authorization: Bearer \(secrets["bearer"])" http://localhost:8000/echo | jq '.echo'
        curl http://localhost:8000/api/health
        curl http://localhost:8000/fail?api_key=\(secrets["option"])
        curl -u 'me:\(secrets["user"])' http://localhost:8000/echo
        curl http://me:\(PercentEncoding.encode(secrets["user"]))@127.0.0.1:1/echo
        curl -H 'X-Api-Key: \(secrets["header"])' --cookie 'session=\(secrets["cookie"])' http://localhost:8000/echo
        redis-cli -a \(secrets["option"]) GET leak
        redis-cli -u redis://:\(PercentEncoding.encode(secrets["redisurl"]))@127.0.0.1:\(port) GET leak
        redis-cli GET leak
        redis-cli --scan --pattern "ratelimit:provider:*"
        cat leak.txt
        cat leak.txt missing-\(secrets["api"])
        grep -n \(secrets["mesh"]) leak.txt
        sqlite3 -readonly leak.db "SELECT * FROM leak"
        sqlite3 -readonly leak.db "SELECT * FROM \(secrets["line1"])"
        export X_TOKEN=\(secrets["export"])
        deploy --password '\(secrets["quoted"])' --now
        tail -n 5 outbox.jsonl
        ```

        **Resolution:**
        1. Set `JARVIS_X_TOKEN=\(secrets["export"])`
        2. Tell `https://hooks.slack.com/services/T012/B345/\(secrets["webhook"])`
        3. Restart the service: `docker-compose restart \(secrets["api"])`

        ### 2. Nothing (\(secrets["api"]))

        **Diagnosis:**
        ```bash
        docker stats \(secrets["mesh"])
        """
    }
}

/// The parts that are Python: the forms are written by its library and not by what is tested.
enum LeakScripts {
    private static let forms = """
        import base64, html, json, os, shlex, sqlite3, sys, urllib.parse
        secrets = [line.split("\\t", 1) for line in open(sys.argv[1], encoding="utf-8").read().split("\\n") if line]
        def forms(s):
            b = s.encode()
            yield "raw", s
            for before in (b"", b"me:", b"jarvis:", b"x"):
                for encode in (base64.b64encode, base64.urlsafe_b64encode):
                    # The digits that no neighbour has a part in.
                    text = encode(before + b + b"\\0" * 3).decode()
                    yield "base64", text[-(-len(before) * 8 // 6):(len(before) + len(b)) * 8 // 6]
            for safe in ("", "/", "!'()*"):
                yield "quote", urllib.parse.quote(s, safe=safe)
                yield "quote_plus", urllib.parse.quote_plus(s, safe=safe)
                yield "small quote", "".join(p if i == 0 else "%" + p[:2].lower() + p[2:] for i, p in enumerate(urllib.parse.quote(s, safe=safe).split("%")))
            yield "full quote", "".join("%%%02X" % c for c in b)
            yield "json", json.dumps(s)[1:-1]
            yield "json utf-8", json.dumps(s, ensure_ascii=False)[1:-1]
            yield "html", html.escape(s)
            yield "hex", b.hex()
            yield "HEX", b.hex().upper()

        """

    /// `leak.txt`, `leak.db` and an outbox: arguments are the secrets and the directory.
    static let files =
        forms + """
            directory = sys.argv[2]
            known = [s for n, s in secrets if n not in ("new",)]
            new = dict(secrets)["new"]
            with open(directory + "/leak.txt", "w", encoding="utf-8") as file:
                for s in known:
                    for name, form in forms(s):
                        file.write("%s: <%s>\\n" % (name, form))
                    file.write("Authorization: Basic %s\\n" % base64.b64encode(("me:" + s).encode()).decode())
                file.write("NEW_TOKEN=%s\\n{\\"password\\": \\"%s\\"}\\nAuthorization: Bearer %s\\nredis://:%s@h/0\\n" % (new, new, new, new))
                file.write("-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n" % new)
            db = sqlite3.connect(directory + "/leak.db")
            db.execute("CREATE TABLE leak (form TEXT)")
            for s in known:
                db.executemany("INSERT INTO leak VALUES (?)", [(f,) for n, f in forms(s)][:4])
            db.commit()
            with open(directory + "/outbox.jsonl", "w") as file:
                for s in known:
                    file.write(json.dumps({"error": "token " + s, "event_id": s, "status": "pending_publish"}, sort_keys=True, separators=(",", ":")) + "\\n")
            """

    /// Answers with everything it knows and with what it was asked, in body and headers.
    static let service =
        forms + """
            import http.server
            known = [s for n, s in secrets if n not in ("new",)]
            class Handler(http.server.BaseHTTPRequestHandler):
                def log_message(self, *arguments): pass
                def do_GET(self):
                    failed = self.path.startswith("/fail")
                    body = json.dumps({"status": "ok", "echo": [f for s in known for n, f in forms(s)][:400], "path": self.path,
                        "headers": dict(self.headers), "error": "bad key " + known[0],
                        "services": {"providers": {"openai": {"status": "down", "error": "key " + known[0]}}}}).encode()
                    self.send_response(500 if failed else 200, "no " + known[0])
                    self.send_header("X-Seen", urllib.parse.quote(known[1]))
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            print("ready", server.server_port, flush=True)
            server.serve_forever()
            """

    /// Prints what leaked: arguments are the secrets and the directories to look in.
    static let judge =
        forms + """
            wanted = sorted({(form.encode(), name, what) for name, s in secrets for what, form in forms(s)})
            assert len(wanted) > 200
            looked = 0
            for top in sys.argv[2:]:
                for directory, _, names in os.walk(top):
                    for file in names:
                        data = open(os.path.join(directory, file), "rb").read()
                        looked += 1
                        if file.endswith(".db"):
                            # A long text is scattered over pages: read the rows too.
                            uri = "file:%s?mode=ro" % urllib.parse.quote(os.path.join(directory, file))
                            data += "\\n".join(sqlite3.connect(uri, uri=True).iterdump()).encode()
                        for form, name, what in wanted:
                            at = data.find(form)
                            if at >= 0:
                                print("%s: %s as %s: %r" % (file, name, what, data[max(0, at - 60):at + len(form) + 20]))
            assert looked > 10
            """
}
