import TestSupport
import Testing

@testable import OpsCommands

/// The copies inside the program are the files of the checkout; `make generate` makes them so.
@Suite(.ownThread) struct BuiltInTests {
    @Test(
        "Every built-in file is current",
        arguments: [
            ("runbooks/incident-response.md", BuiltInFiles.runbook), ("runbooks/curl-format.txt", BuiltInFiles.curlFormat),
            ("drills/practice_jarvis.py", BuiltInFiles.practiceJarvis), ("drills/seed_practice.py", BuiltInFiles.seedPractice),
            ("drills/docker-compose.yml", BuiltInFiles.composeFile), ("drills/engine.sh", BuiltInFiles.engine),
        ])
    func current(path: String, text: String) throws { #expect(try Checkout.text(path) == text, "run `make generate`") }
}
