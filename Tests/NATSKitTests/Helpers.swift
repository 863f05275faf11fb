import NATSKit
import SystemKit
import TestSupport

func connect(_ url: String, deadline: Deadline = .generous) throws -> NATSConnection {
    try NATSConnection.connect(NATSAddress.parse(url), name: "tests", deadline: deadline, cancellation: Cancellation())
}

extension NATSConnection {
    func flush(deadline: Deadline = .generous) throws { try flush(deadline: deadline, cancellation: Cancellation()) }

    func ask(_ subject: String, _ body: String = "", deadline: Deadline = .generous) throws -> NATSMessage {
        try request(subject, Array(body.utf8), deadline: deadline, cancellation: Cancellation())
    }

    var jetStream: JetStream { JetStream(self) }
}

extension NATSSubscription {
    func next(deadline: Deadline = .generous) throws -> NATSMessage { try next(deadline: deadline, cancellation: Cancellation()) }
}

extension JetStream {
    func put(
        _ body: String, id: String? = nil, to subject: String = "jarvis.mesh.sync", deadline: Deadline = .generous
    ) throws -> PublishAcknowledgement {
        try publish(subject, Array(body.utf8), messageID: id, deadline: deadline, cancellation: Cancellation())
    }

    func mesh() throws -> Stream? { try stream("JARVIS_MESH", deadline: .generous, cancellation: Cancellation()) }
}

extension JetStreamPublisher {
    func put(
        _ token: Token, _ body: String, id: String? = nil, to subject: String = "jarvis.mesh.sync", deadline: Deadline = .generous
    ) throws -> [Result] {
        submit(token, subject, Array(body.utf8), messageID: id, deadline: deadline, cancellation: try Cancellation())
    }

    func finish(deadline: Deadline = .generous) throws -> [Result] { finish(deadline: deadline, cancellation: try Cancellation()) }
}

/// The error that `body` ends with; nil when it ends well.
func natsError<Value>(_ body: () throws -> Value) -> NATSError? {
    do { _ = try body() } catch { return error as? NATSError }
    return nil
}

func text(_ message: NATSMessage) -> String { String(decoding: message.body, as: UTF8.self) }

/// A running server that is gone afterwards, with the stream and consumer of the mesh if it has JetStream.
func withServer(jetStream: Bool = true, options: [String] = [], _ body: (Fixture, NATSServer) throws -> Void) throws {
    try Fixture.with { fixture in
        let server = try NATSServer(in: fixture, jetStream: jetStream, options: options)
        defer { server.process.stop() }
        if jetStream { try server.makeMeshStream(in: fixture) }
        try body(fixture, server)
    }
}
