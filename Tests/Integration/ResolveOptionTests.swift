import TestSupport
import Testing

/// Options of `resolve` that an incident has no use for, and systems that need nothing.
@Suite(.ownThread) struct ResolveOptionTests {
    @Test(
        "An option that nothing of the incident asks for is refused, and its steps are named",
        arguments: [
            (["api-unresponsive", "--backup", "x.db"], "api-unresponsive/resolution.1"),
            (["database-corruption", "--unlink", "cache:*"], "database-corruption/resolution.1"),
            (["memory-leak", "--provider", "groq"], "memory-leak/resolution.1"),
            (["high-latency", "--limit", "5"], "high-latency/resolution.1"),
            (["high-latency", "--reseal"], "high-latency/resolution.1"), (["mesh", "--backup", "x.db"], "--limit and --reseal"),
            (["mesh", "--provider", "groq"], "--limit and --reseal"), (["mesh", "--skip", "mesh/recovery.1"], "--limit and --reseal"),
        ])
    func meaningless(arguments: [String], hint: String) throws {
        try Fixture.with { fixture in
            let run = try Run(
                ["resolve"] + arguments, environment: ["XDG_STATE_HOME": fixture.directory, "JARVIS_HOME": fixture.directory])
            #expect(run.code == 64, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("means nothing for") && run.errors.contains(hint), "\(run.errors)")
        }
    }

    @Test("Off a terminal a healthy system needs no yes: it is looked at first, and there is nothing to do")
    func healthy() throws {
        try ChangeBench.with { (bench) throws in
            let run = try bench.run(["resolve", "api-unresponsive"])
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            #expect(
                run.errors.contains("nothing to resolve") && run.output.contains("There was nothing to do"), "\(run.output) \(run.errors)")
        }
    }
}
