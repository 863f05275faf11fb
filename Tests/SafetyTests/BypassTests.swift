import SystemKit
import TestSupport
import Testing

/// That nothing gets past `Policy` is the compiler's business: the real one, on small files beside the modules that were just built.
@Suite(.ownThread) struct BypassTests {
    @Test("What goes through Policy compiles")
    func control() throws {
        let said = try compile(
            """
            import Execution
            import Planning
            import Safety

            func go(_ executor: Executor, _ plan: Plan, _ facts: Facts, _ said: [Approval]) throws -> RunResult {
                let policy = Policy()
                let approved = try policy.approve(policy.decide(plan, facts), said)
                return executor.run(approved)
            }
            """)
        #expect(said.code == 0, "\(said.output)")
    }

    @Test(
        "What goes past Policy does not compile",
        arguments: [
            (
                "func go(_ plan: Plan) -> ApprovedPlan { ApprovedPlan(allowed: plan.steps, withheld: [], planHash: \"\", approvals: []) }",
                "'ApprovedPlan' initializer is inaccessible"
            ),
            (
                "extension ApprovedPlan { init(_ plan: Plan) { allowed = plan.steps; withheld = []; planHash = \"\"; approvals = [] } }",
                "'let' property 'allowed' may not be initialized directly"
            ),
            (
                "func go(_ approved: consuming ApprovedPlan) -> ApprovedPlan { approved.allowed = []; return approved }",
                "cannot assign to property: 'allowed' is a 'let' constant"
            ),
            (
                "func go(_ plan: Plan, _ facts: Facts) -> Decision { Decision(plan: plan, facts: facts, steps: []) }",
                "'Decision' initializer is inaccessible"
            ),
            (
                "func go(_ step: PlannedStep) -> StepDecision { StepDecision(step: step, verdict: .allowed, demand: nil, because: \"\", judgements: []) }",
                "'StepDecision' initializer is inaccessible"
            ),
            ("func go() -> Policy { Policy(rules: []) }", "argument passed to call that takes no arguments"),
            ("func go(_ executor: Executor, _ plan: Plan) -> RunResult { executor.run(plan) }", "cannot convert value of type 'Plan'"),
            (
                "func go(_ executor: Executor, _ decision: Decision) -> RunResult { executor.run(decision) }",
                "cannot convert value of type 'Decision'"
            ),
            (
                "func go(_ executor: Executor, _ approved: consuming ApprovedPlan) -> [RunResult] { let first = executor.run(approved); return [first, executor.run(approved)] }",
                "'approved' consumed more than once"
            ),
        ])
    func bypass(text: String, error: String) throws {
        let said = try compile("import Execution\nimport Planning\nimport Safety\n\n" + text + "\n")
        #expect(said.code == 1)
        #expect(said.output.contains("error: ") && said.output.contains(error), "\(said.output)")
    }

    /// As far as a plan's ownership is checked, which is further than its types; returns what the compiler says and its exit code.
    private func compile(_ text: String) throws -> (output: String, code: Int32) {
        try Fixture.with { fixture in
            let file = try fixture.write(text, to: "Bypass.swift")
            let maps = try Products.moduleMaps()
            let compiler = try ChildProcess(
                ["swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-module-cache-path", fixture.path("cache")]
                    + ["-I", Products.directory + "/Modules"] + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] } + [file],
                output: fixture.path("output"))
            let code = try compiler.wait(seconds: 300)
            return (compiler.output, code)
        }
    }
}

/// What the package was built to: the directory of the test bundle.
private enum Products {
    static let directory: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Files.linkTarget("/proc/self/exe") ?? ""
        return Checkout.parent(bundle)
    }()

    /// A module that imports a C module for itself needs its map all the same.
    static func moduleMaps() throws -> [String] {
        try Files.list(directory).filter { $0.hasPrefix("C") && $0.hasSuffix(".build") }.map { "\(directory)/\($0)/module.modulemap" }
            .filter(Files.exists)
    }
}
