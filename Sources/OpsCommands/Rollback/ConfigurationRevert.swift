internal import Configuration
internal import DigestKit
internal import Execution
internal import JSONKit
internal import Journal
internal import Operations
internal import Planning
internal import Probes
internal import SystemKit

/// What the model and provider configuration goes back to: what it was before this program changed it, else what git has.
struct ConfigurationRevert {
    let target: JarvisTarget
    let access: JournalAccess

    func fill(_ facts: inout RollbackFacts, _ path: String) {
        let present: [UInt8]
        do {
            // The path is the runbook's, and a plan shows what it holds: nothing outside of the Jarvis directory is read.
            present = try JarvisFile(path, in: target.configuration).read(limit: KeptFiles.limit)
        } catch {
            facts.configurationWords =
                (error as? JarvisFileError) == .missing(path) ? "there is no \(path)" : "\(path) cannot be read: \(error)"
            return
        }
        let sha256 = SHA256.hex(present)
        if let change = recorded(path) {
            if sha256 == change.before {
                facts.configurationWords = "\(path) is as it was before run \(change.run) changed it"
                return
            }
            if sha256 == change.after, let old = try? KeptFiles(target.world.environment).load(change.before) {
                facts.configuration = revert(path, present, .kept(sha256: change.before), old, "what run \(change.run) replaced")
                return
            }
        }
        do throws(GitVersionError) {
            let version = try GitVersion.committed(
                path, directory: target.directory, environment: target.world.environment, target.limits)
            if version.bytes == present {
                facts.configurationWords = "\(path) is as commit \(version.commit.prefix(10)) has it"
            } else {
                // Another user's journal may know of a run that wrote it.
                facts.configuration = revert(
                    path, present, .bytes(version.bytes), version.bytes,
                    "git \(version.commit.prefix(10)) (changed since, not by a run in this journal)")
            }
        } catch {
            facts.configurationWords = "no run in this journal changed \(path), and git knows no other version (\(error.description))"
        }
    }

    private func revert(
        _ path: String, _ present: [UInt8], _ content: FileContent, _ old: [UInt8], _ source: String
    ) -> RollbackFacts.Revert {
        for bytes in [present, old] { ConfigurationSecrets.teach(target.world.secrets, bytes) }
        return RollbackFacts.Revert(
            path: path, sha256: SHA256.hex(present), content: content, source: source,
            diff: TextDiff.unified(old: String(decoding: present, as: UTF8.self), new: String(decoding: old, as: UTF8.self), path: path))
    }

    /// The newest change of this file by this program that is neither a rollback nor an undo.
    private func recorded(_ path: String) -> (before: String, after: String, run: String)? {
        let jarvis = target.jarvis
        for run in (try? access.relied?.runs(intending: StoredOperation.Word.writeFile.rawValue)) ?? [] where run.isOf(jarvis) {
            switch run.request {
            case .rollback?, .undo?: continue
            default: break
            }
            for step in run.steps.reversed() {
                guard step.wasDone, let intent = step.intent, let act = intent.act, act.word == .writeFile, act.path == path,
                    let after = act.sha256, let before = intent.present["kept"]?.text
                else { continue }
                return (before, after, run.id)
            }
        }
        return nil
    }
}
