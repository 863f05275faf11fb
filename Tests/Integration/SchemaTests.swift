import JSONKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct SchemaTests {
    @Test(
        "What is printed with -o json is what the schema says",
        arguments: [
            (["list"], "list", 0), (["show", "api-unresponsive"], "incident", 0), (["show", "mesh"], "incident", 0),
            (["explain", "mesh/recovery.3a"], "explanation", 0), (["lint"], "lint", 0), (["drill", "--list"], "scenarios", 0),
            (["show", "nothing"], "error", 64), (["bogus"], "error", 64), (["list", "--runbook", "/nowhere.md"], "error", 66),
        ] as [([String], String, Int32)])
    func documents(arguments: [String], schema: String, code: Int32) throws {
        let run = try Run(arguments + ["-o", "json"])
        #expect(run.code == code)
        try Schema.check(run.output, schema)
    }

    @Test("The seed's documents are valid too, where it lies beside the checkout")
    func seed() throws {
        let path = Checkout.root + "/../shared/seed/incident-response.md"
        guard Files.exists(path) else { return }
        for (arguments, schema) in [(["list"], "list"), (["show", "mesh"], "incident"), (["lint", path], "lint")] {
            try Schema.check(try Run(arguments + ["--runbook", path, "-o", "json"]).output, schema)
        }
    }
}
