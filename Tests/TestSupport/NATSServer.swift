internal import Glibc
internal import SystemKit

/// A nats-server of a test's own: its port, its directory; JetStream's files stay there when it is killed.
public final class NATSServer: Sendable {
    public let process: ChildProcess
    public let port: Int
    private let storage: String
    private let options: [String]

    /// - Parameters:
    ///   - options: further options of nats-server, such as `["--user", "u", "--pass", "p"]` or `["-c", file]`.
    ///   - port: 0 for one of its own choice.
    public init(in fixture: Fixture, name: String = "nats", jetStream: Bool = true, options: [String] = [], port: Int = 0) throws {
        storage = fixture.path(name + ".jetstream")
        self.options = options
        let jetStreamOptions = jetStream ? ["--jetstream", "--store_dir", storage] : []
        let output = fixture.path("\(name)-\(port).out")
        // Debian installs it where only root's PATH leads.
        let program = Files.kind("/usr/sbin/nats-server") == .regular ? "/usr/sbin/nats-server" : "nats-server"
        let process = try ChildProcess(
            [program, "--addr", "127.0.0.1", "--port", port == 0 ? "-1" : String(port)] + jetStreamOptions + options, output: output)
        try waitUntil("nats-server is ready") {
            guard process.isRunning else { throw TestSupportError("nats-server ended: \(process.output)") }
            return process.output.contains("Server is ready")
        }
        let marker = "Listening for client connections on 127.0.0.1:"
        let line = process.output.split(separator: "\n").first { $0.contains(marker) }
        guard let number = line.flatMap({ Int($0.drop { $0 != "]" }.split(separator: ":").last ?? "") }) else {
            throw TestSupportError("nats-server named no port: \(process.output)")
        }
        self.process = process
        self.port = number
    }

    /// `nats://127.0.0.1:PORT`, or with `credentials` before the host.
    public func url(_ credentials: String = "") -> String { "nats://\(credentials.isEmpty ? "" : credentials + "@")127.0.0.1:\(port)" }

    /// Stops it in the middle of what it does, and waits until all its threads stand still: the signal alone is only on its way.
    public func suspend() throws {
        process.signal(SIGSTOP)
        let tasks = "/proc/\(process.processID)/task"
        try waitUntil("nats-server stands still") {
            try Files.list(tasks).allSatisfy { task in
                // The state is the first word after the program's name in brackets (proc(5)).
                let stat = String(decoding: try Files.read("\(tasks)/\(task)/stat"), as: UTF8.self)
                return stat.split(separator: ")").last?.hasPrefix(" T") == true
            }
        }
    }

    public func resume() { process.signal(SIGCONT) }

    /// Creates a stream, and a durable consumer for it, as Jarvis has them.
    ///
    /// - Parameter settings: further members of the stream's configuration, as JSON.
    public func makeMeshStream(in fixture: Fixture, settings: String = "{}") throws {
        let script = """
            import json
            nats = NATS(int(sys.argv[1]))
            stream = {'name': 'JARVIS_MESH', 'subjects': ['jarvis.mesh.sync', 'jarvis.mesh.sync.>'], 'retention': 'limits',
                      'storage': 'file', 'num_replicas': 1, **json.loads(sys.argv[2])}
            consumer = {'durable_name': 'jarvis-mesh-sync', 'ack_policy': 'explicit', 'filter_subject': 'jarvis.mesh.sync'}
            for subject, value in (('$JS.API.STREAM.CREATE.JARVIS_MESH', stream),
                                   ('$JS.API.CONSUMER.DURABLE.CREATE.JARVIS_MESH.jarvis-mesh-sync',
                                    {'stream_name': 'JARVIS_MESH', 'config': consumer})):
                answer = json.loads(nats.request(subject, json.dumps(value).encode()))
                assert 'error' not in answer, answer
            """
        try PythonServer.run(natsPython + script, in: fixture, name: "stream-\(port)", arguments: [String(port), settings])
    }
}

/// Everything that a plain subscriber hears, through an implementation of the protocol that shares nothing with libnats.
public final class NATSReceiver: Sendable {
    public struct Message: Sendable, Equatable {
        public let subject: String
        /// As they came, `NATS/1.0` line included; empty when there were none.
        public let headers: [UInt8]
        public let body: [UInt8]
    }

    private let server: PythonServer

    /// - Parameter subject: with wildcards if wanted. What is published from now on is heard.
    public init(_ nats: NATSServer, subject: String, in fixture: Fixture, name: String = "receiver") throws {
        let script = """
            nats = NATS(int(sys.argv[1]))
            nats.send('SUB %s 1' % sys.argv[2])
            nats.ping()
            print('ready', sys.argv[1])
            while True:
                subject, reply, headers, body = nats.message()
                print(subject, 'h' + headers.hex(), 'b' + body.hex())
            """
        server = try PythonServer(natsPython + script, in: fixture, name: name, arguments: [String(nats.port), subject])
    }

    /// Waits until `count` messages have come and returns them all.
    public func messages(_ count: Int) throws -> [Message] {
        try waitUntil("\(count) messages are received") { lines.count >= count }
        return lines.map { line in
            let parts = line.split(separator: " ")
            return Message(subject: String(parts[0]), headers: bytes(parts[1]), body: bytes(parts[2]))
        }
    }

    private var lines: ArraySlice<Substring> {
        let output = server.process.output
        // A last line without its end is still being written.
        return output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().dropFirst()
    }
}

private func bytes(_ hex: Substring) -> [UInt8] {
    let digits = hex.utf8.dropFirst().map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
