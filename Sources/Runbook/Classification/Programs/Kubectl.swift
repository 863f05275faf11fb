/// `kubectl` and `oc`: what the cluster has, and what its containers wrote.
enum KubectlCommand {
    private static let namespace = KnownOptions(flags: "A", valued: "nl", longValued: ["--namespace", "--selector"])

    static func onlyLooks(_ arguments: [String]) -> Bool {
        var rest = arguments[...]
        // The namespace may stand in front of the verb.
        while let word = rest.first, word.hasPrefix("-") {
            guard ["-n", "--namespace", "-A"].contains(word) || word.hasPrefix("--namespace=") else { return false }
            rest = rest.dropFirst(["-n", "--namespace"].contains(word) ? 2 : 1)
        }
        guard let verb = rest.popFirst(), let known = verbs[verb], let parsed = known.parse(Array(rest)) else { return false }
        // Forms that stand in a file, and secrets, which are shown as they are.
        guard !parsed.values(of: "-o", "--output").contains(where: { $0.contains("file") }) else { return false }
        return verb != "get"
            || !parsed.operands.contains { $0.lowercased().contains("secret") || $0 == "all" && parsed.has("-o", "--output") }
    }

    private static func options(flags: String = "", valued: String = "", long: Set<String> = [], longValued: Set<String> = [])
        -> KnownOptions
    {
        KnownOptions(
            flags: namespace.flags + flags, valued: namespace.valued + valued, long: long.union(["--all-namespaces"]),
            longValued: longValued.union(namespace.longValued))
    }

    private static let verbs: [String: KnownSubcommand] = [
        // Not -w, which waits; not -f and -k, which read files; not --raw, which asks any address of the cluster.
        "get": KnownSubcommand(
            effect: .read,
            options: options(
                valued: "oL", long: ["--show-labels", "--no-headers", "--show-kind"],
                longValued: ["--output", "--sort-by", "--field-selector", "--label-columns"]), operands: 1...Int.max),
        "describe": KnownSubcommand(effect: .read, options: options(long: ["--show-events"]), operands: 1...Int.max),
        // Not -f, which waits.
        "logs": KnownSubcommand(
            effect: .read,
            options: options(
                flags: "p", valued: "c", long: ["--previous", "--timestamps", "--all-containers", "--prefix"],
                longValued: ["--tail", "--since", "--since-time", "--container", "--limit-bytes"]), operands: 0...2),
        "top": KnownSubcommand(
            effect: .read, options: options(long: ["--containers", "--no-headers"], longValued: ["--sort-by"]), operands: 1...2),
    ]
}

extension ReadingProgram {
    static let kubectl = ReadingProgram(
        names: ["kubectl", "oc"], reads: "`get`, `describe`, `logs` and `top`, of any namespace.",
        refuses:
            "`-w` and `-f`, which wait; files (`-f`, `-k`, `-o …-file`); `--raw`, `--context`, `--kubeconfig`, `--server`; `get secret`.",
        accepted: [
            "kubectl get pods -n mail", "kubectl -n mail describe pod api-0", "kubectl logs api-0 -c api --tail=100", "kubectl top nodes",
            "kubectl get nodes -o wide", "oc get pods -A",
        ],
        refused: [
            "kubectl delete pod x", "kubectl get pods -w", "kubectl logs -f api-0", "kubectl get secret x -o yaml",
            "kubectl --context other get pods",
            "kubectl exec api-0 -- ls", "kubectl get --raw /healthz", "kubectl apply -f x.yml",
        ], isReading: KubectlCommand.onlyLooks)
}
