import Glibc
import JSONKit
import Journal
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// A Jarvis directory with an outbox, a nats-server of its own, and a state directory of its own.
struct RetryBench {
    let fixture: Fixture

    static func with<Result>(_ body: (RetryBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data", "jarvis/data/mesh", "state"] { try fixture.makeDirectory(name) }
            return try body(RetryBench(fixture: fixture))
        }
    }

    static let isPossible: Bool = {
        let isThere =
            Files.isExecutable(RetryPython.program)
            && (try? ProcessRun.run(
                Command(RetryPython.program, ["-c", "import nacl.secret"]), deadline: .generous, cancellation: try Cancellation()
            ))?.isSuccess == true
        if !isThere { print("NOT TESTED: retries; they need Debian's python3-nacl") }
        return isThere
    }()

    var directory: String { fixture.path("jarvis") }
    var outbox: String { fixture.path("jarvis/data/mesh/outbox.jsonl") }
    var state: String { fixture.path("state") }
    static let key = String(repeating: "11", count: 32)

    /// Nobody listens on port 1 of this machine.
    var environment: [String: String] {
        [
            "XDG_STATE_HOME": state, "JARVIS_API_URL": "http://127.0.0.1:1", "JARVIS_MEMORY_ROOT": fixture.path("none"),
            "JARVIS_OPS_REDIS_URL": "redis://127.0.0.1:1", "JARVIS_OPS_ENVIRONMENT": "development", "HOME": fixture.directory,
            "JARVIS_MESH_SHARED_KEY": RetryBench.key, "JARVIS_MESH_NODE_PUBKEY": "node-a", "JARVIS_NATS_URL": "nats://127.0.0.1:1",
        ]
    }

    // MARK: The outbox

    /// Writes the outbox that these wishes describe (`RetryPython.outbox`).
    func makeOutbox(_ wishes: JSONValue) throws {
        let file = try fixture.write(JSONWriter.compact.text(wishes), to: "wishes.json")
        try python(RetryPython.outbox, [file, outbox])
    }

    var bytes: [UInt8] { get throws { try Files.read(outbox) } }

    /// The latest record of each event as Jarvis reads it; what the program appended after `start` is checked to the byte.
    func latest(after start: Int) throws -> JSONValue { try JSONReader().read(python(RetryPython.reader, [outbox, "\(start)"])) }

    /// The latest status of each event.
    func statuses(after start: Int) throws -> [String: String] {
        (try latest(after: start).object?.members ?? []).reduce(into: [:]) { $0[$1.key.text] = $1.value["status"]?.text }
    }

    @discardableResult
    func python(_ script: String, _ arguments: [String]) throws -> String {
        let file = try fixture.write(script, to: "script-\(UInt32.random(in: 0...UInt32.max)).py")
        let result = try ProcessRun.run(
            Command(RetryPython.program, [file] + arguments), deadline: .generous, cancellation: try Cancellation(),
            limits: OutputLimits(headBytes: 8 << 20, tailBytes: 8 << 20))
        guard result.isSuccess else { throw TestSupportError("python: \(result.ending) \(result.standardError.text)") }
        return result.standardOutput.text
    }

    // MARK: The program

    func retry(_ options: [String] = ["--yes"], _ more: [String: String] = [:], nats: NATSServer? = nil) throws -> Run {
        try run(["mesh", "retry"] + options, more, nats: nats)
    }

    func run(_ arguments: [String], _ more: [String: String] = [:], nats: NATSServer? = nil) throws -> Run {
        try Run(["-C", directory] + arguments, environment: variables(more, nats))
    }

    /// The program beside the test.
    func start(_ options: [String], _ more: [String: String] = [:], nats: NATSServer, prefix: [String] = [], name: String = "retry") throws
        -> ChildProcess
    {
        try ChildProcess(
            prefix + [Checkout.program, "-C", directory, "mesh", "retry"] + options, output: fixture.path(name + ".out"),
            environment: variables(more, nats))
    }

    func variables(_ more: [String: String] = [:], _ nats: NATSServer?) -> [String: String] {
        var variables = environment
        if let nats { variables["JARVIS_NATS_URL"] = nats.url() }
        return variables.merging(more) { $1 }.filter { $1 != "-" }
    }

    func expectWholeJournal(_ location: SourceLocation = #_sourceLocation) throws {
        let verified = try Journal.verify(directory: state + "/jarvis-ops")
        #expect(verified.findings.isEmpty, "\(verified.findings)", sourceLocation: location)
    }

    // MARK: The server

    func server(jetStream: Bool = true, stream: Bool = true, settings: String = "{}", options: [String] = [], name: String = "nats") throws
        -> NATSServer
    {
        let nats = try NATSServer(in: fixture, name: name, jetStream: jetStream, options: options)
        if jetStream, stream { try nats.makeMeshStream(in: fixture, settings: settings) }
        return nats
    }

    /// Messages in the stream.
    func stored(_ nats: NATSServer) throws -> Int {
        let script =
            natsPython + "print(json.loads(NATS(int(sys.argv[1])).request('$JS.API.STREAM.INFO.JARVIS_MESH', b''))['state']['messages'])\n"
        return Int(try python(script, ["\(nats.port)"]).split(separator: "\n").last ?? "") ?? -1
    }

    /// Judges messages by an implementation of its own; one document for each. It fails for any that a receiver would refuse.
    func judge(_ messages: [NATSReceiver.Message]) throws -> [JSONValue] {
        let lines = messages.map { message in message.body.map { Hex.digits($0) }.joined() + "\n" }.joined()
        let file = try fixture.write(lines, to: "bodies")
        return try python(RetryPython.receiver, [file]).split(separator: "\n").map { try JSONReader().read(String($0)) }
    }
}

enum Hex {
    static func digits(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.utf8.count == 1 ? "0" + text : text
    }
}

extension Run {
    /// The disposition, reason and status afterwards of one event.
    func event(_ id: String) throws -> JSONValue? { try json()["events"]?.array?.first { $0["event_id"]?.text == id } }

    func summary(_ name: String) throws -> Int? { try json()["summary"]?[name]?.int }
}
