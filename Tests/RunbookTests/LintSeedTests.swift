import Runbook
import TestSupport
import Testing

/// The runbook as people wrote it, where it lies beside the checkout.
@Suite(.ownThread) struct LintSeedTests {
    @Test("The original runbook has these findings, and no error", .enabled(if: Checkout.seed != nil))
    func findings() throws {
        let runbook = RunbookReader.read(try #require(Checkout.seed))
        let found = Lint.findings(runbook, LintContext(fileExists: { _ in false }, isEnforced: { _ in true }))
        #expect(
            found.map(\.place) == [
                "30:1 warning endless-command",
                "48:1 warning creates-its-target", "48:1 warning hard-coded-path",
                "51:1 warning hard-coded-path", "51:1 warning http-without-deadline", "51:1 warning missing-helper-file",
                "56:1 warning destructive-without-verification",
                "72:1 warning glob-in-get",
                "88:1 warning observes-the-probe", "88:1 warning unclassified-step",
                "100:1 warning critical-without-diagnosis",
                "111:1 warning destructive-without-verification",
                "143:1 warning observes-the-probe", "149:1 warning hard-coded-path",
                "175:1 warning restart-after-flag",
            ])
    }
}
