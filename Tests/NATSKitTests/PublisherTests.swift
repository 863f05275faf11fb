import NATSKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct PublisherTests {
    @Test("10,000 messages through the window are stored once each, in order")
    func many() throws {
        try withServer { _, server in
            let connection = try connect(server.url())
            let count = 10_000
            let body = String(repeating: "e", count: 1000)
            let publisher = try JetStreamPublisher<Int>(connection, window: 256)
            var results: [JetStreamPublisher<Int>.Result] = []
            let start = MonotonicTime.now()
            for number in 0..<count {
                results += try publisher.put(number, body, id: "id-\(number)")
                #expect(publisher.count <= 256)
            }
            results += try publisher.finish()
            let windowed = MonotonicTime.now().milliseconds(since: start)
            #expect(publisher.count == 0)
            let isComplete = results.map(\.token).sorted() == Array(0..<count)
            #expect(isComplete)
            for result in results {
                let expected = PublishAcknowledgement(stream: "JARVIS_MESH", sequence: result.token + 1, isDuplicate: false)
                #expect(result.outcome == .acknowledged(expected))
            }
            #expect(try connection.jetStream.mesh()?.messages == count)

            let singles = count / 10
            let again = MonotonicTime.now()
            for number in 0..<singles { #expect(try connection.jetStream.put(body, id: "id-\(number)").isDuplicate) }
            let one = MonotonicTime.now().milliseconds(since: again)
            print(
                "NATS: \(Int(Double(count) / windowed * 1000)) messages/s in a window of 256, "
                    + "\(Int(Double(singles) / one * 1000)) awaiting each")
        }
    }

    @Test("A server killed in the middle: each token has one result, nothing acknowledged is lost, and a second run finishes the work")
    func killed() throws {
        try Fixture.with { fixture in
            var server = try NATSServer(in: fixture)
            let port = server.port
            try server.makeMeshStream(in: fixture)
            var left = Set(0..<5000)
            var acknowledged: [Int: Int] = [:]
            for run in 1...3 where !left.isEmpty {
                let publisher = try JetStreamPublisher<Int>(try connect(server.url()), window: 64)
                var results: [JetStreamPublisher<Int>.Result] = []
                for token in left.sorted() {
                    results += try publisher.put(token, "event \(token)", id: "id-\(token)")
                    if run < 3, results.count > 1500 { server.process.stop() }
                }
                results += try publisher.finish()
                let isComplete = results.map(\.token).sorted() == left.sorted()
                #expect(isComplete)
                for result in results {
                    switch result.outcome {
                    case .acknowledged(let stored):
                        acknowledged[result.token] = stored.sequence
                        left.remove(result.token)
                    case .notSent(let error), .unknown(let error):
                        #expect(error.kind == .closed)
                        #expect(error.isTransport)
                    case .refused(let error): Issue.record("\(error)")
                    }
                }
                if run < 3 {
                    #expect(!left.isEmpty)
                    server = try NATSServer(in: fixture, port: port)
                    // A restarted JetStream may still be reading its files.
                    let connection = try connect(server.url())
                    try waitUntil("the stream is back") { try connection.jetStream.mesh() != nil }
                }
            }
            #expect(left.count == 0)
            #expect(acknowledged.count == 5000)
            let stored = try #require(try connect(server.url()).jetStream.mesh()?.messages)
            #expect(stored == 5000)
            #expect(Set(acknowledged.values).count == 5000)
        }
    }

    @Test("A stopped server: no room at the deadline is not sent, and what is under way is unknown")
    func stopped() throws {
        try withServer { _, server in
            let connection = try connect(server.url())
            let publisher = try JetStreamPublisher<String>(connection, window: 2)
            try server.suspend()
            #expect(try publisher.put("a", "1").isEmpty)
            #expect(try publisher.put("b", "2").isEmpty)
            let third = try publisher.put("c", "3", deadline: .after(milliseconds: 30))
            #expect(third.map(\.token) == ["c"])
            guard case .notSent(let late)? = third.first?.outcome else {
                Issue.record("\(third)")
                return
            }
            #expect(late.kind == .timedOut)
            #expect(publisher.count == 2)
            let rest = try publisher.finish(deadline: .after(milliseconds: 30))
            #expect(rest.map(\.token).sorted() == ["a", "b"])
            for result in rest {
                guard case .unknown(let error) = result.outcome else {
                    Issue.record("\(result)")
                    continue
                }
                #expect(error.kind == .timedOut)
            }
            server.resume()
            // Late answers belong to nobody any more.
            #expect(try publisher.put("d", "4", id: "d").isEmpty)
            #expect(try publisher.finish().map(\.token) == ["d"])
            #expect(try connection.jetStream.mesh()?.messages == 3)
        }
    }

    @Test("Cancelling gives every token its result")
    func cancelled() throws {
        try withServer { _, server in
            let connection = try connect(server.url())
            try server.suspend()
            let cancellation = try Cancellation()
            let publisher = try JetStreamPublisher<Int>(connection, window: 3)
            for token in 1...3 { #expect(try publisher.put(token, "x").isEmpty) }
            let canceller = try BlockingThread { cancellation.cancel() }
            var results = publisher.submit(4, "jarvis.mesh.sync", [], messageID: nil, deadline: .generous, cancellation: cancellation)
            results += publisher.finish(deadline: .generous, cancellation: cancellation)
            canceller.value()
            #expect(results.map(\.token).sorted() == [1, 2, 3, 4])
            #expect(results.allSatisfy { $0.outcome.error?.kind == .cancelled })
            server.resume()
        }
    }

    @Test("Each message has its own fate: stored, no stream, too large")
    func mixed() throws {
        try withServer { _, server in
            let publisher = try JetStreamPublisher<Int>(try connect(server.url()), window: 8)
            var results: [JetStreamPublisher<Int>.Result] = []
            for token in 0..<300 {
                switch token % 3 {
                case 0: results += try publisher.put(token, "x")
                case 1: results += try publisher.put(token, "x", to: "elsewhere")
                default: results += try publisher.put(token, String(repeating: "x", count: (1 << 20) + 1))
                }
            }
            results += try publisher.finish()
            #expect(results.map(\.token).sorted() == Array(0..<300))
            for result in results {
                switch (result.token % 3, result.outcome) {
                case (0, .acknowledged): break
                case (1, .refused(let error)): #expect(error.kind == .noStream)
                case (2, .notSent(let error)): #expect(error.kind == .rejected)
                default: Issue.record("\(result)")
                }
            }
        }
    }

    @Test("Large messages are held back by their size too, and all arrive")
    func large() throws {
        try withServer { _, server in
            let connection = try connect(server.url())
            let publisher = try JetStreamPublisher<Int>(connection, window: 1000)
            let body = String(repeating: "x", count: 900_000)
            var results: [JetStreamPublisher<Int>.Result] = []
            for token in 0..<60 {
                results += try publisher.put(token, body)
                #expect(publisher.count <= 9)
            }
            results += try publisher.finish()
            #expect(results.allSatisfy { $0.outcome.error == nil })
            #expect(try connection.jetStream.mesh()?.messages == 60)
        }
    }
}
