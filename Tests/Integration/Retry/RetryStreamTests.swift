import JSONKit
import SystemKit
import TestSupport
import Testing

/// Where no stream keeps what is sent, it is not sent: a listener that starts later would get nothing.
@Suite(.ownThread, .enabled(if: RetryBench.isPossible)) struct RetryStreamTests {
    /// The stream's configuration as the server has it; null when there is none.
    private func stream(_ bench: RetryBench, _ nats: NATSServer) throws -> JSONValue {
        let script =
            natsPython + """
                answer = json.loads(NATS(int(sys.argv[1])).request('$JS.API.STREAM.INFO.JARVIS_MESH', b''))
                print(json.dumps(answer.get('config')))
                """
        return try JSONReader().read(bench.python(script, ["\(nats.port)"]))
    }

    @Test("The stream that Jarvis would make is a step of the plan, and is made before anything is sent")
    func made() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e", "count": 3]])
            let nats = try bench.server(stream: false)
            let start = try bench.bytes.count
            let dry = try bench.retry(["--dry-run", "-o", "json"], nats: nats)
            try Schema.check(dry.output, "mesh-retry")
            #expect(try dry.json()["stream"]?.text == "missing")
            #expect(try bench.retry(["--dry-run"], nats: nats).output.contains("JARVIS_MESH is made first"))
            #expect(try bench.retry(["--no-input"], nats: nats).code == 77)
            #expect(try stream(bench, nats).isNull)
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            try Schema.check(run.output, "mesh-retry")
            #expect(try run.json()["stream"]?.text == "done")
            #expect(try run.json()["transport"]?["kind"]?.text == "jetstream")
            #expect(try bench.stored(nats) == 3)
            let made = try stream(bench, nats)
            #expect(made["subjects"] == ["jarvis.mesh.sync", "jarvis.mesh.sync.>"])
            #expect(made["storage"]?.text == "file")
            #expect(made["retention"]?.text == "limits")
            #expect(made["duplicate_window"]?.int == 120_000_000_000)
            #expect(made["max_age"]?.int ?? 0 == 0)
            #expect(Set(try bench.statuses(after: start).values) == ["published"])
            try bench.expectWholeJournal()
        }
    }

    @Test("Without JetStream events are held, and the way to send without a stream is named")
    func noJetStream() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"], ["id": "bad", "tampered": true]])
            let nats = try bench.server(jetStream: false)
            let receiver = try NATSReceiver(nats, subject: "jarvis.mesh.>", in: bench.fixture)
            let start = try bench.bytes.count
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.event("e")?["disposition"]?.text == "hold")
            #expect(try run.event("e")?["reason"]?.text == "no_stream")
            #expect(try run.event("e")?["because"]?.text?.contains("JARVIS_MESH_USE_JETSTREAM=0") == true)
            #expect(try bench.statuses(after: start) == ["e": "pending_publish", "bad": "invalid_envelope"])
            #expect(try bench.retry(["--yes"], ["JARVIS_MESH_USE_JETSTREAM": "0"], nats: nats).code == 0)
            #expect(try receiver.messages(1).count == 1)
        }
    }

    @Test("In production the caller's shell does not say that no stream is wanted; the Jarvis directory does")
    func shell() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            let nats = try bench.server(jetStream: false)
            let production = ["JARVIS_OPS_ENVIRONMENT": "production", "JARVIS_MESH_USE_JETSTREAM": "0"]
            try bench.fixture.write("JARVIS_USE_MESH_SYNC=1\n", to: "jarvis/.env")
            let shell = try bench.retry(["--dry-run", "-o", "json"], production, nats: nats)
            #expect(try shell.event("e")?["reason"]?.text == "no_stream", "\(shell.output) \(shell.errors)")
            try bench.fixture.write("JARVIS_USE_MESH_SYNC=1\nJARVIS_MESH_USE_JETSTREAM=0\n", to: "jarvis/.env")
            let file = try bench.retry(["--dry-run", "-o", "json"], production, nats: nats)
            #expect(try file.event("e")?["disposition"]?.text == "publish", "\(file.output) \(file.errors)")
        }
    }

    @Test("Without the right to make it events wait, and nothing is sent")
    func forbidden() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            let settings = """
                authorization { users = [
                  { user: "admin", password: "a" }
                  { user: "jarvis", password: "j",
                    permissions: { publish: { deny: ["$JS.API.STREAM.CREATE.>"] } } } ] }
                """
            let nats = try bench.server(stream: false, options: ["-c", try bench.fixture.write(settings, to: "nats.conf")])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], ["JARVIS_NATS_URL": nats.url("jarvis:j")])
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.json()["stream"]?.text == "failed")
            #expect(try bench.bytes == before)
        }
    }

    @Test("A stream of another name is not the one that Jarvis reads: nothing is sent there")
    func otherStream() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            let nats = try bench.server(stream: false)
            let script =
                natsPython + """
                    stream = {'name': 'OTHER', 'subjects': ['jarvis.>']}
                    print(NATS(int(sys.argv[1])).request('$JS.API.STREAM.CREATE.OTHER', json.dumps(stream).encode()))
                    """
            try bench.python(script, ["\(nats.port)"])
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.event("e")?["reason"]?.text == "no_stream")
            #expect(try bench.bytes == before)
        }
    }

    @Test("Only the word of the stream that the event is for counts: whoever else answers, it waits")
    func otherAcknowledgement() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e"]])
            // A server without JetStream, and a program that answers like it: the stream is there, and another one acknowledges.
            let nats = try bench.server(jetStream: false)
            let answering = try PythonServer(
                natsPython + """
                    nats = NATS(int(sys.argv[1]))
                    nats.send('SUB $JS.API.> 1')
                    nats.send('SUB jarvis.mesh.sync 2')
                    nats.ping()
                    print('ready', sys.argv[1], flush=True)
                    while True:
                        words = nats.file.readline().decode().split()
                        if words[0] == 'PING': nats.send('PONG'); continue
                        if words[0] not in ('MSG', 'HMSG'): continue
                        nats.file.read(int(words[-1]) + 2)
                        reply = words[3] if words[0] == 'MSG' and len(words) == 5 or words[0] == 'HMSG' and len(words) == 6 else None
                        if words[1].startswith('$JS.API.STREAM.NAMES'): answer = {'streams': ['JARVIS_MESH'], 'total': 1}
                        elif words[1].startswith('$JS.API.STREAM.INFO'):
                            answer = {'config': {'name': 'JARVIS_MESH', 'subjects': ['jarvis.mesh.sync']}, 'state': {'messages': 0}}
                        else: answer = {'stream': 'OTHER', 'seq': 1}
                        if reply:
                            body = json.dumps(answer).encode()
                            nats.send('PUB %s %d' % (reply, len(body)), body)
                    """, in: bench.fixture, name: "other-stream", arguments: ["\(nats.port)"])
            defer { answering.process.stop() }
            let before = try bench.bytes
            let run = try bench.retry(["--yes", "-o", "json"], nats: nats)
            #expect(run.code == 1, "\(run.output) \(run.errors)")
            #expect(try run.event("e")?["because"]?.text?.contains("OTHER acknowledged it") == true, "\(run.output)")
            #expect(try run.summary("published") == 0)
            #expect(try bench.bytes == before)
        }
    }
}
