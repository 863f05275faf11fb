import PythonOracle
import Redaction
import TestSupport
import Testing

@Suite(.ownThread) struct OrdinaryTextTests {
    @Test(
        "Documentation and runbooks hold no secret, and stay as they are",
        arguments: [
            "runbooks/incident-response.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/lint-rules.md",
            "drills/README.md", "drills/docker-compose.yml", "Makefile", "docs/schema/diagnosis.v1.json",
        ])
    func documents(path: String) throws {
        let file =
            TestFile.fixture("").split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/" + path
        // What a lint rule shows is a secret on purpose.
        let text = String(decoding: try TestFile.read(file), as: UTF8.self).replacing("correct-horse-7", with: "…")
        let redactor = Redactor.collecting(
            environment: ["API_KEY": "kq83hf82hf8shf", "PATH": "/usr/bin", "USER": "jarvis", "X_TOKEN": "true", "Y_PASSWORD": "redis"],
            dotEnv: [("KEY", "1"), ("JARVIS_MESH_SHARED_KEY", "localhost")], arguments: ["diagnose", "--yes"])
        #expect(redactor.redact(text) == text)
        for line in text.split(separator: "\n") { #expect(redactor.redact(String(line)) == line) }
    }
}
