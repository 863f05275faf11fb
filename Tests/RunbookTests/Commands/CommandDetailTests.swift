import TestSupport
import Testing

@testable import Runbook

/// What a command line says beside its effect, and what is asked of its parts alone.
@Suite(.ownThread) struct CommandDetailTests {
    @Test(
        "The method of a request is the one that curl would send",
        arguments: [
            ("curl http://localhost/x", "GET"), ("curl -d a=b http://localhost/x", "POST"), ("curl -I http://localhost/x", "HEAD"),
            ("curl -X PUT -d a=b http://localhost/x", "PUT"), ("curl -X GET -X delete http://localhost/x", "DELETE"),
        ])
    func methods(line: String, method: String) throws {
        guard case .http(let request) = CommandClassifier.classify(line).action else {
            Issue.record("\(line) is no request")
            return
        }
        #expect(request.method == method)
    }

    @Test("A trigger acts later, a virtual table may be any file", arguments: ["CREATE TRIGGER t", "create virtual table t using csv"])
    func createdCode(sql: String) { #expect(SQLEffect.effect(sql) == .unknown) }

    @Test("What a program reads it does not only read where its output goes to a file")
    func redirected() {
        for (line, effect) in [("ls", Effect.read), ("ls 2>/dev/null", .read), ("ls > x", .unknown), ("ls < x", .unknown)] {
            guard case .list(let pipelines) = ShellParser.parse(line), let command = pipelines.first?.commands.first else {
                Issue.record("\(line) was not taken apart")
                continue
            }
            #expect(ShellEffects.effect(of: command) == effect)
        }
    }

    @Test("Jarvis's retry is known by one call with a limit above nothing; a program of more than one is not known")
    func retries() {
        let service = "from services.compute.mesh_sync_service import get_mesh_sync_service; import asyncio"
        func retry(_ limit: String) -> String { "print(asyncio.run(get_mesh_sync_service().retry_pending_mesh_events(limit=\(limit))))" }
        #expect(PythonCommand.classify(code: "\(service); \(retry("5"))").action == .outbox(.retry(limit: 5)))
        for code in [retry("0"), retry("-1"), retry("x"), "\(retry("5")); \(retry("5"))", "\(retry("x")); \(retry("5"))"] {
            let classified = PythonCommand.classify(code: "\(service); \(code)")
            #expect(classified.effect == .unknown && classified.action == .python(code: "\(service); \(code)"))
        }
    }
}
