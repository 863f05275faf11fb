import JSONKit
import TestSupport
import Testing

/// The first recovery step of the mesh: what is said of each variable, and that no value is.
@Suite(.ownThread) struct RecoveryVariableTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let variable: String
        let dotEnv: String
        var environment: [String: String] = [:]
        var state = "ok"
        let says: String
        var testDescription: String { name }
    }

    static let key = String(repeating: "a1", count: 32)

    static let cases = [
        Case(
            name: "a key", variable: "shared-key", dotEnv: "JARVIS_MESH_SHARED_KEY=\(key)\n",
            says: "set and well-formed (JARVIS_MESH_SHARED_KEY in .env)"),
        Case(
            name: "a key by its other name", variable: "shared-key", dotEnv: "JARVIS_MESH_SHARED_KEY=\nJARVIS_MESH_SYNC_KEY=\(key)\n",
            says: "set and well-formed (JARVIS_MESH_SYNC_KEY in .env)"),
        Case(
            name: "the environment beats .env", variable: "shared-key", dotEnv: "JARVIS_MESH_SHARED_KEY=\(key)\n",
            environment: ["JARVIS_MESH_SHARED_KEY": "b2c3d4"], state: "unhealthy",
            says: "JARVIS_MESH_SHARED_KEY in the environment is not 64 hexadecimal digits"),
        Case(
            name: "a key that is too short", variable: "shared-key", dotEnv: "JARVIS_MESH_SHARED_KEY=a1a1a1a1\n", state: "unhealthy",
            says: "JARVIS_MESH_SHARED_KEY in .env is not 64 hexadecimal digits"),
        Case(
            name: "no key", variable: "shared-key", dotEnv: "X=1\n", state: "unhealthy",
            says: "JARVIS_MESH_SHARED_KEY and JARVIS_MESH_SYNC_KEY are not set"),
        Case(
            name: "a node key", variable: "node-key", dotEnv: "JARVIS_MESH_NODE_PUBKEY=node-of-mine\n",
            says: "set and well-formed (JARVIS_MESH_NODE_PUBKEY in .env)"),
        Case(
            name: "a blank node key", variable: "node-key", dotEnv: "JARVIS_MESH_NODE_PUBKEY=\" \"\n", state: "unhealthy",
            says: "JARVIS_MESH_NODE_PUBKEY is not set"),
        Case(name: "no NATS address is this machine's", variable: "nats-address", dotEnv: "X=1\n", says: "set and well-formed (default)"),
        Case(
            name: "no address", variable: "nats-address", dotEnv: "JARVIS_NATS_URL=http://nats:80\n", state: "unhealthy",
            says: "JARVIS_NATS_URL in .env is no address: "),
        Case(
            name: "flags that are not set are off", variable: "sync-flag", dotEnv: "X=1\n",
            says: "JARVIS_USE_MESH_SYNC and JARVIS_MESH_SYNC_ENABLED are not set: off"),
        Case(
            name: "an older flag", variable: "attest-flag", dotEnv: "JARVIS_MESH_ATTESTATION_ENABLED=yes\n",
            says: "on (JARVIS_MESH_ATTESTATION_ENABLED in .env)"),
        Case(
            name: "a program is not needed while attestation is off", variable: "program-id", dotEnv: "X=1\n",
            says: "JARVIS_MESH_PROGRAM_ID is not set, and not needed while attestation is off"),
        Case(
            name: "a program is needed while it is on", variable: "program-id", dotEnv: "JARVIS_USE_MESH_ATTEST=1\n", state: "unhealthy",
            says: "JARVIS_MESH_PROGRAM_ID is not set"),
        Case(
            name: "a keypair by its other name that is not there", variable: "keypair",
            dotEnv: "JARVIS_USE_MESH_ATTEST=1\nTREASURY_WALLET_PATH=/wallet.json\n", state: "unhealthy",
            says: "TREASURY_WALLET_PATH in .env names none that could be used: the keypair cannot be read"),
    ]

    @Test("Each variable is there or not, well-formed or not, and from where", arguments: cases)
    func variable(_ test: Case) throws {
        try ChangeBench.with(test.dotEnv) { bench in
            let run = try bench.run(["resolve", "mesh", "-n", "-o", "json"], test.environment)
            #expect(run.code == 0, "\(run.output) \(run.errors)")
            let step = try run.json()["steps"]?.array?.first { $0["id"]?.text == "mesh/resolve.configuration.\(test.variable)" }
            #expect(step?["state"]?.text == test.state)
            #expect(step?["seen"]?.text?.hasPrefix(test.says) == true, "\(step?["seen"]?.text ?? "")")
            for secret in [Self.key, "b2c3d4", "a1a1a1a1", "node-of-mine", "/wallet.json"] { #expect(!run.output.contains(secret)) }
        }
    }
}
