import Mesh
import Planning
import Runbook
import TestSupport
import Testing

@testable import Safety

private func owned(_ owner: ContainerOwner, engine: Bool = true) -> Facts {
    Examples.facts(sync: true) {
        $0.containers = owner
        $0.service.engineAnswers = engine
    }
}

private let another = ContainerOwner.another(theirs: "/srv/copy/jarvis", ours: "/srv/jarvis")
private let refusal = "the containers of this compose project belong to /srv/copy/jarvis, and this is /srv/jarvis: they are not touched"
private let unseen = "whose containers these are cannot be seen: docker ps failed"

/// Two checkouts may share a compose project.
@Suite(.ownThread) struct OwnContainersRuleTests {
    @Test(
        "own-containers",
        arguments: [
            RuleCase("its own", [.sync], isOn: false, owned(.ours)),
            RuleCase("another's, also to turn off", [.sync], isOn: false, owned(another), refusal),
            RuleCase("another's, where no engine answers: none is touched", [.sync], isOn: false, owned(another, engine: false)),
            RuleCase("another's, stopped", "x", [(.destroy, compose("docker-compose stop"))], owned(another), refusal),
            RuleCase("another's, started again", "x", [(.change, .startServices)], owned(another), refusal),
            RuleCase("another's, entered", "x", [(.unknown, compose("docker-compose exec api true"))], owned(another), refusal),
            RuleCase("an image is pulled", "x", [(.change, compose("docker-compose pull"))], owned(another)),
            RuleCase("a variable is written", "x", [(.change, set(.sync, "0"))], owned(another)),
            RuleCase("unseen, restarted", "x", [(.change, compose("docker-compose restart"))], owned(.unknown("docker ps failed")), unseen),
            RuleCase("unseen, to turn off", [.sync], isOn: false, owned(.unknown("docker ps failed"))),
            RuleCase(
                "unseen, to turn one off and one on", "x",
                [(.change, set(.attestation, "0")), (.change, set(.sync, "1")), (.change, compose("docker-compose restart"))],
                owned(.unknown("docker ps failed")), unseen),
            RuleCase("unseen, to turn on", [.attestation], isOn: true, owned(.unknown("docker ps failed")), unseen),
            RuleCase(
                "unseen, and no engine", "x", [(.change, compose("docker-compose restart"))],
                owned(.unknown("docker ps failed"), engine: false)),
        ])
    func cases(_ one: RuleCase) { one.check(.ownContainers) }

    @Test("What cannot be seen is asked about by name, and what is another's is refused")
    func demands() {
        let plan = Examples.steps("x", [("x/1", .change, compose("docker-compose restart"))])
        let policy = Policy(rules: [.ownContainers])
        #expect(policy.decide(plan, owned(.unknown("?"))).demands == [.confirmation("x/1")])
        #expect(!policy.decide(plan, owned(.unknown("?"))).isRefused)
        #expect(policy.decide(plan, owned(another)).isRefused)
    }
}
