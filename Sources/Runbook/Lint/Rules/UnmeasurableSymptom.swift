/// Not wrong, only slower: a person has to answer.
struct UnmeasurableSymptom: LintRule {
    let id = "unmeasurable-symptom"
    let level = Finding.Level.note
    let summary = "A symptom that the program cannot measure and has to ask about."
    let explanation = """
        Symptoms such as `p95 latency > 2s` or `OOM kills` become checks. Words that are not understood become a question to the \
        responder, and off a terminal the symptom stays unknown.
        """
    let example = """
        **Symptoms:**
        - Everything feels sluggish
        """
    let instead = """
        **Symptoms:**
        - p95 latency > 2s
        """

    func check(_ runbook: Runbook, _ context: LintContext) -> [Finding] {
        runbook.incidents.flatMap(\.symptoms).filter { $0.check == nil }.map { symptom in
            finding(
                "`\(symptom.text)` cannot be measured: it is a question for the responder.", at: symptom.span,
                suggestion: "Name what is measured and its limit, such as `p95 latency > 2s`.", cause: "words")
        }
    }
}
