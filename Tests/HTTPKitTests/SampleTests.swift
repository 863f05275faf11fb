import HTTPKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct SampleTests {
    @Test("Every request of a sample is accounted for, answers and failures alike", arguments: [1, 4, 40])
    func mixed(concurrency: Int) throws {
        try withServer { server in
            var reported: Set<Int> = []
            let samples = try HTTPClient().sample(
                HTTPRequest("POST", server.url("/turns")), count: 40, concurrency: concurrency, deadline: .generous,
                cancellation: Cancellation()
            ) { index, _ in reported.insert(index) }
            var counts = ["200": 0, "503": 0, "reset": 0]
            for sample in samples {
                switch sample {
                case .response(let status, let time):
                    counts["\(status)", default: 0] += 1
                    #expect(time > 0)
                case .failed(let error, _):
                    #expect(error.kind == .connectionReset)
                    counts["reset", default: 0] += 1
                default: Issue.record("\(sample)")
                }
            }
            #expect(counts == ["200": 20, "503": 10, "reset": 10])
            #expect(reported == Set(0..<40))
        }
    }

    @Test("A request still running at the deadline is there, and those whose turn did not come too")
    func unfinished() throws {
        // One request at a time: the third never ends.
        let samples = try patiently { deadline in
            try withServer { server in
                // The deadline counts from before the server's start; the longer ones allow for that.
                let request = try HTTPRequest(server.url("/oneslow"))
                return try HTTPClient().sample(request, count: 5, concurrency: 1, deadline: deadline, cancellation: Cancellation())
            }
        } until: {
            $0.filter { if case .response = $0 { true } else { false } }.count == 2
        }
        #expect(samples.count == 5)
        #expect(samples.prefix(2).allSatisfy { if case .response(200, _) = $0 { true } else { false } })
        guard case .unfinished(let time) = samples[2] else { throw TestSupportError("the third is \(samples[2])") }
        #expect(time > 0)
        #expect(samples[3...] == [.notStarted, .notStarted])
    }

    @Test("Requests run side by side, no more than allowed")
    func concurrency() throws {
        let listener = try SilentListener()
        let url = try HTTPURL.parse("http://127.0.0.1:\(listener.port)/")
        let samples = try HTTPClient().sample(
            HTTPRequest(url), count: 10, concurrency: 3, deadline: .after(milliseconds: 150), cancellation: Cancellation())
        #expect(samples.filter { if case .unfinished = $0 { true } else { false } }.count == 3)
        #expect(samples.filter { $0 == .notStarted }.count == 7)
    }

    @Test("Redirects are followed within a sample")
    func redirects() throws {
        try withServer { server in
            let samples = try HTTPClient().sample(
                HTTPRequest(server.url("/hops/2")), count: 6, concurrency: 3, deadline: .generous, cancellation: Cancellation())
            #expect(samples.allSatisfy { if case .response(200, _) = $0 { true } else { false } } && samples.count == 6)
        }
    }

    @Test("Cancelling ends a sample, and what ran stays counted")
    func cancelled() throws {
        try withServer { server in
            let request = try HTTPRequest(server.url("/silent"))
            let cancellation = try Cancellation()
            let samples = try cancelling(cancellation, when: "the server was asked", { server.process.output.contains("asked") }) {
                (try? HTTPClient().sample(request, count: 3, concurrency: 2, deadline: .generous, cancellation: cancellation)) ?? []
            }
            #expect(samples.count == 3 && samples.last == .notStarted)
            #expect(samples.dropLast().allSatisfy { if case .unfinished = $0 { true } else { false } })
        }
    }
}
