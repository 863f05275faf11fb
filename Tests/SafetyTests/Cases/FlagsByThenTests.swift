import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private let order = "attestation is on, and goes off before sync"
private let alone = "the new container would run attestation without sync"
private let noSmoke = "in production JARVIS_USE_MESH_SYNC goes on only after passing smoke checks, and there are none"
private let both = Examples.facts(sync: true, attestation: true)

private func shell(_ line: String) -> Planning.Operation { .runbook(.shell(ShellAction(line: line, argv: nil))) }
private func python(_ code: String) -> Planning.Operation { .runbook(.python(code: code)) }

/// What docker-compose gives to Jarvis's own service, and to others.
private func giving(
    sync: String?, attestation: String?, others: [String: [String: String]] = [:], _ facts: Facts = both
) -> Facts {
    var own: [String: String] = [:]
    own[MeshFlag.sync.variable] = sync
    own[MeshFlag.attestation.variable] = attestation
    return facts.with { $0.service.newContainer = .asked(others.merging(["api": own]) { $1 }) }
}

/// A change is judged by what the steps before it make of the flags, and by what it may reach.
@Suite(.ownThread) struct FlagsByThenTests {
    @Test(
        "The last word that a plan writes of attestation is the one that counts when sync goes off",
        arguments: [
            RuleCase("off", "mesh", [(.change, set(.attestation, "0")), (.change, set(.sync, "0"))], both),
            RuleCase(
                "on, then off", "mesh",
                [(.change, set(.attestation, "1")), (.change, set(.attestation, "0")), (.change, set(.sync, "0"))], both),
            RuleCase(
                "off, then its line taken out, while it runs", "mesh",
                [(.change, set(.attestation, "0")), (.change, set(.attestation, nil)), (.change, set(.sync, "0"))], both, order),
            RuleCase(
                "its line taken out, while it runs", "mesh", [(.change, set(.attestation, nil)), (.change, set(.sync, "0"))], both, order),
            RuleCase("sync off by its older name, which decides nothing", "mesh", [(.change, setLegacy(.sync, "0"))], both, order),
        ])
    func lastWord(_ entry: RuleCase) { entry.check(.attestBeforeSync) }

    @Test(
        "docker-compose was asked before the plan: what a step writes on may reach the container, what it writes off does not",
        arguments: [
            RuleCase(
                "attestation written on, before a container that is given neither", "x",
                [(.change, set(.attestation, "1")), (.change, compose("docker-compose up -d"))], giving(sync: "0", attestation: "0"), alone
            ),
            RuleCase(
                "attestation written off, before the same container", "x",
                [(.change, set(.attestation, "0")), (.change, compose("docker-compose up -d"))], giving(sync: "0", attestation: "0")),
            RuleCase(
                "from another compose file than the one that was asked", "x", [(.change, compose("docker-compose -f other.yml up -d"))],
                giving(sync: "0", attestation: "0"), alone),
            RuleCase(
                "with an option that nobody knows", "x", [(.unknown, compose("docker-compose up -d --odd"))],
                giving(sync: "0", attestation: "0"), alone),
            RuleCase(
                "sync written on, before the same container", "x",
                [(.change, set(.sync, "1")), (.change, compose("docker-compose up -d"))], giving(sync: "0", attestation: "0")),
        ])
    func writtenOn(_ entry: RuleCase) { entry.check(.attestBeforeSync) }

    @Test(
        "A container of which it is not known what it is given may run attestation, and may run without sync",
        arguments: [
            RuleCase(
                "nobody gives sync", "x", [(.change, compose("docker-compose up -d"))], giving(sync: nil, attestation: "1"), alone),
            RuleCase(
                "nobody gives attestation", "x", [(.change, compose("docker-compose up -d"))], giving(sync: "0", attestation: nil), alone),
            RuleCase("sync is given", "x", [(.change, compose("docker-compose up -d"))], giving(sync: "1", attestation: nil)),
            RuleCase("attestation is given as off", "x", [(.change, compose("docker-compose up -d"))], giving(sync: nil, attestation: "0")),
        ])
    func unknown(_ entry: RuleCase) { entry.check(.attestBeforeSync) }

    private static let off = Examples.facts { $0.flags.sync.running = false }
    private static let onForOwn = giving(sync: "1", attestation: "0", others: ["redis": [:], "--build": [:]], off)

    @Test(
        "Only the one service that `up -d` names is judged by what that service is given",
        arguments: [
            RuleCase("the other one", "x", [(.change, compose("docker-compose up -d redis"))], onForOwn),
            RuleCase("the other one and our own", "x", [(.change, compose("docker-compose up -d redis api"))], onForOwn, noSmoke),
            RuleCase("another command", "x", [(.change, compose("docker-compose run -d redis"))], onForOwn, noSmoke),
            RuleCase("an option is no service", "x", [(.change, compose("docker-compose up -d --build"))], onForOwn, noSmoke),
            RuleCase("without -d", "x", [(.change, compose("docker-compose up --build redis"))], onForOwn, noSmoke),
        ])
    func services(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }

    private static let worker = OtherContainer(service: "", name: "worker", mayRun: [.sync], id: "3f2a91")
    private static let stopped = Examples.facts { $0.service.startable = [worker] }

    @Test(
        "A container that was made with a flag on has it when it is started again, whosesoever it is",
        arguments: [
            RuleCase("started", "x", [(.change, compose("docker start worker"))], stopped, noSmoke),
            RuleCase("restarted beside others", "x", [(.change, compose("docker restart redis worker"))], stopped, noSmoke),
            RuleCase("by its id", "x", [(.change, compose("docker start 3f2a"))], stopped, noSmoke),
            RuleCase("another one", "x", [(.change, compose("docker start redis"))], stopped),
            RuleCase(
                "nobody could look", "x", [(.change, compose("docker start redis"))],
                Examples.facts { $0.service.startable = nil }, noSmoke),
        ])
    func started(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }

    @Test(
        "Code that is not understood may reach a flag that it names, also by its older name, its file, or what makes containers",
        arguments: [
            ("export JARVIS_MESH_SYNC_ENABLED=1", true), ("x JARVIS_USE_MESH_SYNC", true), ("cp new .env", true),
            ("sudo docker start x", true), ("podman compose start", true), ("./deploy api", true), ("./deploy api-2", true),
            ("./deploy rapi", false), ("./deploy apis", false), ("./deploy 2api", false), ("./deploy api2", false),
            ("./deploy apis api", true), ("recomposed dockers", false), ("true", false),
        ])
    func reach(text: String, isReached: Bool) {
        for operation in [shell(text), python(text)] {
            RuleCase(text, "x", [(.unknown, operation)], Examples.facts(), isReached ? noSmoke : nil).check(.flagsOffUnlessSmoke)
        }
    }

    @Test(
        "What is set in front of a line is read too, and `.env` is a file of the flags wherever the service has its own",
        arguments: [
            RuleCase("exported in front of it", "x", [(.unknown, exporting(.sync, "./deploy"))], Examples.facts(), noSmoke),
            RuleCase("docker-compose reads .env beside them", "x", [(.unknown, shell("cp new .env"))], elsewhere, noSmoke),
            RuleCase("their own file", "x", [(.unknown, shell("cp new prod/jarvis.conf"))], elsewhere, noSmoke),
            RuleCase("another file", "x", [(.unknown, shell("cp new prod/other.conf"))], elsewhere),
        ])
    func around(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }

    private static func exporting(_ flag: MeshFlag, _ line: String) -> Planning.Operation {
        let variable = ShellVariable(name: flag.variable, value: "1", isExported: true)
        return .runbook(.shell(ShellAction(line: line, argv: nil, context: CommandContext(variables: [variable]))))
    }

    private static let elsewhere = Examples.facts {
        for flag in MeshFlag.allCases { $0.flags[flag].place.files = ["prod/jarvis.conf"] }
    }
}
