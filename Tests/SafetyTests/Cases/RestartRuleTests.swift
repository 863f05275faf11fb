import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

/// A plain restart keeps the container's environment, and Jarvis loads its own files anew; and what names the service's own files.
@Suite(.ownThread) struct RestartRuleTests {
    private static func facts(restarted: Bool?, running: Bool? = false, _ adjust: (inout Facts) -> Void = { _ in }) -> Facts {
        Examples.facts {
            $0.flags.sync.running = running
            $0.flags.sync.restarted = restarted
            $0.service.others = ["redis"]
            adjust(&$0)
        }
    }

    private static func posted(_ body: String) -> Planning.Operation {
        var request = HTTPAction(url: "http://localhost:8000/api/settings")
        request.method = "POST"
        request.body = body
        return .runbook(.http(request))
    }

    private static func shell(_ line: String) -> Planning.Operation { .runbook(.shell(ShellAction(line: line, argv: nil))) }

    private static let given = facts(restarted: false) {
        $0.flags.sync.place.file = "lifeos/config/prod.env"
        $0.flags.sync.place.files = ["lifeos/config/prod.env"]
    }

    @Test(
        "In production a restart that would turn sync on, or of which nobody knows, wants smoke checks; one that would not does not",
        arguments: [
            RuleCase("it stays off", "x", [(.change, compose("docker-compose restart api"))], facts(restarted: false)),
            RuleCase("it would load it", "x", [(.change, compose("docker-compose restart api"))], facts(restarted: true), noSmoke),
            RuleCase("nobody knows", "x", [(.change, compose("docker restart jarvis-api"))], facts(restarted: nil), noSmoke),
            RuleCase("all services", "x", [(.change, compose("docker-compose restart -t 1"))], facts(restarted: true), noSmoke),
            RuleCase(
                "stopped, and started as it was made", "x", [(.change, compose("docker-compose start api"))], facts(restarted: true),
                noSmoke),
            RuleCase("the same by docker", "x", [(.change, compose("docker start jarvis-api"))], facts(restarted: nil), noSmoke),
            RuleCase("started without the flag", "x", [(.change, compose("docker-compose start api"))], facts(restarted: false)),
            RuleCase(
                "a unit of Jarvis", "x", [(.change, shell("systemctl restart jarvis-supervisor"))], facts(restarted: false), noSmoke),
            RuleCase("… by its script", "x", [(.unknown, shell("/etc/init.d/Jarvis restart"))], facts(restarted: false), noSmoke),
            RuleCase("another unit", "x", [(.change, shell("systemctl restart nginx"))], facts(restarted: false)),
            RuleCase("a flag sent to a service", "x", [(.change, posted("JARVIS_USE_MESH_SYNC=1"))], facts(restarted: false), noSmoke),
            RuleCase("something else sent to it", "x", [(.change, posted("level=debug"))], facts(restarted: false)),
            RuleCase("another service alone", "x", [(.change, compose("docker-compose restart redis"))], facts(restarted: true)),
            RuleCase(
                "another service, given its time", "x", [(.change, compose("docker-compose restart -t 5 redis"))], facts(restarted: true)),
            RuleCase(
                "another service and its own", "x", [(.change, compose("docker-compose restart redis api"))], facts(restarted: true),
                noSmoke),
            RuleCase(
                "it runs already", "x", [(.change, compose("docker-compose restart api"))], facts(restarted: true, running: true)),
            RuleCase(
                "no engine, so that nothing is restarted", "x", [(.change, compose("docker-compose restart api"))],
                facts(restarted: nil) { $0.service.engineAnswers = false }),
            RuleCase(
                "code that names the service's own file", "x", [(.unknown, shell("sed -i s/0/1/ lifeos/config/prod.env"))], given, noSmoke),
            RuleCase("… from its directory", "x", [(.unknown, shell("cd lifeos/config && cp new prod.env"))], given, noSmoke),
            RuleCase(
                "code in a container that names a file of flags", "x", [(.unknown, compose("docker-compose exec api cp new .env"))],
                facts(restarted: false), noSmoke),
            RuleCase("code that names another file", "x", [(.unknown, shell("cp new old.env.txt2"))], facts(restarted: false)),
        ])
    func restarts(_ entry: RuleCase) { entry.check(.flagsOffUnlessSmoke) }
}

private let noSmoke = "in production JARVIS_USE_MESH_SYNC goes on only after passing smoke checks, and there are none"
