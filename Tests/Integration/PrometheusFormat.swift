import JSONKit
import TestSupport

/// A strict reader of Prometheus's text format 0.0.4, written from its description and with none of our code.
enum PrometheusFormat {
    /// `parse(text)` gives `[{name, labels, value, type}]`, or raises ValueError with the line that is wrong.
    static let parser = #"""
        import json, math, re, sys

        NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
        LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"')
        # What Go's ParseFloat takes of what anybody would write.
        NUMBER = re.compile(r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]Inf)\Z")

        def unescaped(text):
            return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text)

        def parse(text):
            if not text.endswith("\n"):
                raise ValueError("the last line has no end")
            families, samples, seen, helped = {}, [], set(), None
            for line in text.split("\n")[:-1]:
                def need(condition, what):
                    if not condition:
                        raise ValueError(f"{what}: {line!r}")
                if line.startswith("# HELP "):
                    name, space, words = line[7:].partition(" ")
                    need(NAME.fullmatch(name) and words, "no help")
                    need(re.fullmatch(r"(?:[^\\]|\\\\|\\n)*", words), "a wrong escape in help")
                    need(name not in families, "two families of one name")
                    helped = name
                elif line.startswith("# TYPE "):
                    name, _, kind = line[7:].partition(" ")
                    need(name == helped, "a type without its help before it")
                    need(kind in ("gauge", "counter"), "an unexpected type")
                    families[name], current, helped = kind, name, None
                    need(kind != "counter" or name.endswith("_total"), "a counter is not called a total")
                else:
                    match = NAME.match(line)
                    need(match, "no sample")
                    name, rest, labels = match[0], line[match.end():], {}
                    need(name in families and name == current, "a sample outside its family")
                    if rest.startswith("{"):
                        rest = rest[1:]
                        while not rest.startswith("}"):
                            label = LABEL.match(rest)
                            need(label and label[1] not in labels and not label[1].startswith("__"), "a wrong label")
                            labels[label[1]] = unescaped(label[2])
                            rest = rest[label.end():]
                            need(rest[:1] in (",", "}"), "labels are not separated")
                            if rest[0] == ",":
                                rest = rest[1:]
                        need(labels, "empty braces")
                        rest = rest[1:]
                    need(rest.startswith(" ") and NUMBER.fullmatch(rest[1:]), "a wrong value")
                    key = name, tuple(sorted(labels.items()))
                    need(key not in seen, "the same sample twice")
                    seen.add(key)
                    value = float(rest[1:])
                    need(families[name] != "counter" or value >= 0, "a negative counter")
                    samples.append({"name": name, "labels": labels, "value": value if math.isfinite(value) else str(value), "type": families[name]})
            if set(families) != {sample["name"] for sample in samples}:
                raise ValueError("a family without samples")
            return samples

        """#

    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double?
        /// As Python writes it when it is no finite number.
        let words: String?
        let type: String
    }

    /// Throws: `TestSupportError` with the parser's complaint.
    static func read(_ text: String, in fixture: Fixture) throws -> [Sample] {
        let file = try fixture.write(text, to: "metrics-\(UInt32.random(in: 0...UInt32.max))")
        let output = try PythonServer.run(
            parser + "print(json.dumps(parse(open(sys.argv[1], newline='').read())))", in: fixture,
            name: "prometheus-\(UInt32.random(in: 0...UInt32.max))", arguments: [file])
        return (try JSONReader().read(output).array ?? []).map { sample in
            let labels = (sample["labels"]?.object?.members ?? []).map { ($0.key.text, $0.value.text ?? "") }
            return Sample(
                name: sample["name"]?.text ?? "", labels: Dictionary(labels) { first, _ in first }, value: sample["value"]?.double,
                words: sample["value"]?.text, type: sample["type"]?.text ?? "")
        }
    }
}

extension [PrometheusFormat.Sample] {
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        first { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }?.value
    }
}
