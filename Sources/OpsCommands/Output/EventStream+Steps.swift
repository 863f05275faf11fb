internal import Execution
internal import JSONKit
internal import Planning

extension EventStream {
    /// Called from the probes' threads. A reader that went away is noticed when the result is written.
    func handle(_ event: ProbeEvent) {
        switch event {
        case .started(let step): try? send("ops.jarvis.step.started.v1", subject: step.id, ["id": step.id.json, "title": step.title.json])
        case .finished(let observation): try? send("ops.jarvis.step.finished.v1", subject: observation.id, DiagnosisJSON.probe(observation))
        }
    }

    func handle(_ event: StepEvent) {
        switch event {
        case .started(let id, let title): try? send("ops.jarvis.step.started.v1", subject: id, ["id": id.json, "title": title.json])
        // Words that replace each other are for people.
        case .progressed: break
        case .finished(let result): try? send("ops.jarvis.step.finished.v1", subject: result.id, RunOutput.step(result))
        }
    }
}
