import Glibc
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// Processes of a program that is gone, found by its mark. (A killed program's are in `LeftBehindTests`.)
@Suite(.ownThread) struct LeftProcessesTests {
    @Test("Nothing carries a mark that nobody gave; and there is nothing to end or to wait for")
    func none() throws {
        let left = LeftProcesses(mark: String(repeating: "0", count: 32))
        #expect(left.find() == [])
        #expect(left.end() == [])
        #expect(left.waitForAll(until: .after(milliseconds: 10_000), try Cancellation()))
    }

    @Test(
        "A command's processes carry this program's mark, are named with their words, and neither this program nor its parents are among them"
    )
    func carried() throws {
        try Fixture.with { fixture in
            let process = try LongRunningProcess(fixture.shell("sleep 61 & echo up > up; sleep 62"))
            defer { process.stop(.immediate) }
            #expect(try fixture.await("up") == "up")
            var found: [LeftProcess] = []
            // A child has its own words once it has become its program.
            try waitUntil("both have begun") {
                found = LeftProcesses(mark: LeftProcesses.markOfThisProgram).find()
                return ["sleep 61", "sleep 62"].allSatisfy(found.map(\.command).contains)
            }
            #expect(found.contains { $0.pid == process.pid }, "\(found)")
            #expect(!found.contains { $0.pid == getpid() || $0.pid == getppid() })
            #expect(!LeftProcesses(mark: LeftProcesses.markOfThisProgram).waitForAll(until: .after(milliseconds: 20), try Cancellation()))
        }
    }
}
