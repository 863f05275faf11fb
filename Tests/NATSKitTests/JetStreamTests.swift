import NATSKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct JetStreamTests {
    @Test("The mesh's stream and consumer are described, and what is absent is nil")
    func info() throws {
        try withServer { _, server in
            let jetStream = try connect(server.url()).jetStream
            let never = try Cancellation()
            _ = try jetStream.put("one")
            #expect(try jetStream.isOn(deadline: .generous, cancellation: never))
            let stream = try #require(try jetStream.mesh())
            #expect(stream.name == "JARVIS_MESH")
            #expect(stream.subjects == ["jarvis.mesh.sync", "jarvis.mesh.sync.>"])
            #expect(stream.duplicateWindowSeconds == 120)
            #expect(stream.messages == 1)
            let consumer = try #require(
                try jetStream.consumer("jarvis-mesh-sync", of: "JARVIS_MESH", deadline: .generous, cancellation: never))
            #expect(consumer.name == "jarvis-mesh-sync")
            #expect(consumer.stream == "JARVIS_MESH")
            #expect(consumer.pending == 1)
            #expect(consumer.unacknowledged == 0)
            #expect(consumer.filterSubject == "jarvis.mesh.sync")
            #expect(try jetStream.stream("OTHER", deadline: .generous, cancellation: never) == nil)
            #expect(try jetStream.consumer("other", of: "JARVIS_MESH", deadline: .generous, cancellation: never) == nil)
            #expect(try jetStream.consumer("jarvis-mesh-sync", of: "OTHER", deadline: .generous, cancellation: never) == nil)
            #expect(natsError { try jetStream.stream("A.B", deadline: .generous, cancellation: never) }?.kind == .rejected)
        }
    }

    @Test("Whether a stream and a consumer may be made is told without making one: to whoever may, and to whoever may not")
    func rights() throws {
        try Fixture.with { fixture in
            let file = try fixture.write(
                """
                accounts {
                  A { jetstream: { max_streams: 1 }
                      users: [ { user: may, password: p }
                               { user: may-not, password: p, permissions: { publish: { deny: ["$JS.API.STREAM.CREATE.>", "$JS.API.CONSUMER.>"] } } } ] }
                }
                """, to: "nats.conf")
            let server = try NATSServer(in: fixture, options: ["-c", file])
            let never = try Cancellation()
            for (user, expected) in [("may", nil), ("may-not", NATSError.Kind.authorization)] {
                let jetStream = try connect(server.url("\(user):p")).jetStream
                #expect(
                    natsError { try jetStream.checkMayMake(stream: "JARVIS_MESH", deadline: .generous, cancellation: never) }?.kind
                        == expected)
                #expect(
                    natsError {
                        try jetStream.checkMayMake(consumer: "c", of: "JARVIS_MESH", deadline: .generous, cancellation: never)
                    }?.kind == expected)
                #expect(try jetStream.stream("JARVIS_MESH", deadline: .generous, cancellation: never) == nil)
                #expect(try jetStream.fullness(deadline: .generous, cancellation: never) == nil)
            }
            let jetStream = try connect(server.url("may:p")).jetStream
            try jetStream.make("ONE", subjects: ["one"], duplicateWindowSeconds: 1, deadline: .generous, cancellation: never)
            #expect(try jetStream.fullness(deadline: .generous, cancellation: never) == "the account has 1 of 1 streams")
        }
    }

    @Test("A stream that is made is as it was asked for, made twice it is the same, and another one of its name is refused")
    func making() throws {
        try withServer { _, server in
            let jetStream = try connect(server.url()).jetStream
            let never = try Cancellation()
            func make(_ subjects: [String]) throws(NATSError) {
                try jetStream.make("MADE", subjects: subjects, duplicateWindowSeconds: 60, deadline: .generous, cancellation: never)
            }
            try make(["made", "made.>"])
            try make(["made", "made.>"])
            let stream = try #require(try jetStream.stream(taking: "made.x", deadline: .generous, cancellation: never))
            #expect(stream.name == "MADE")
            #expect(stream.subjects == ["made", "made.>"])
            #expect(stream.duplicateWindowSeconds == 60)
            #expect(natsError { try make(["jarvis.mesh.sync"]) }?.kind == .rejected)
        }
    }

    @Test("A second message with the same id is a duplicate of the first")
    func duplicates() throws {
        try withServer { _, server in
            let jetStream = try connect(server.url()).jetStream
            let first = try jetStream.put("one", id: "a/1")
            #expect(first == PublishAcknowledgement(stream: "JARVIS_MESH", sequence: 1, isDuplicate: false))
            #expect(try connect(server.url()).jetStream.put("changed", id: "a/1").isDuplicate)
            #expect(try jetStream.put("one", id: "a/2").sequence == 2)
            #expect(try jetStream.put("one", to: "jarvis.mesh.sync.other").sequence == 3)
            #expect(try jetStream.mesh()?.messages == 3)
        }
    }

    @Test("A subject without a stream, and a server without JetStream, store nothing and say which of the two it is")
    func nowhere() throws {
        try withServer { _, server in
            #expect(natsError { try connect(server.url()).jetStream.put("x", to: "elsewhere") }?.kind == .noStream)
        }
        try withServer(jetStream: false) { _, server in
            let jetStream = try connect(server.url()).jetStream
            #expect(natsError { try jetStream.put("x") }?.kind == .noJetStream)
            #expect(natsError { try jetStream.mesh() }?.kind == .noJetStream)
            #expect(try jetStream.isOn(deadline: .generous, cancellation: Cancellation()) == false)
        }
    }

    @Test("A full stream refuses with its reason")
    func fullStream() throws {
        try Fixture.with { fixture in
            let server = try NATSServer(in: fixture)
            try server.makeMeshStream(in: fixture, settings: #"{"max_msgs": 1, "discard": "new"}"#)
            let jetStream = try connect(server.url()).jetStream
            _ = try jetStream.put("one")
            let error = natsError { try jetStream.put("two") }
            #expect(error?.message.contains("maximum messages exceeded") == true)
            #expect(error?.kind == .unavailable)
        }
    }

    @Test("A subscriber that answers in JetStream's place does not count as stored")
    func impostor() throws {
        try withServer(jetStream: false) { _, server in
            let connection = try connect(server.url())
            let questions = try connection.subscribe("jarvis.mesh.sync")
            try connection.flush()
            let responder = try BlockingThread {
                natsError {
                    for answer in ["thanks", "{}", #"{"stream":"S","seq":0}"#, #"{"stream":"S","seq":"1"}"#] {
                        try connection.publish(try questions.next().reply ?? "", Array(answer.utf8))
                    }
                }
            }
            let other = try connect(server.url())
            for _ in 0..<4 { #expect(natsError { try other.jetStream.put("x") }?.kind == .protocolError) }
            #expect(responder.value() == nil)
        }
    }
}
