// A small program that tests kill: it restores a database, or puts a kept one back, and says how that ended.
internal import Configuration
internal import Execution
internal import Operations
internal import SystemKit

// database-helper restore|return DIRECTORY FILE
let arguments = CommandLine.arguments
guard arguments.count == 4, let cancellation = try? Cancellation() else { fatalError("database-helper restore|return DIRECTORY FILE") }
let configuration = Configuration(environment: [:], workingDirectory: arguments[2], inputs: Configuration.Inputs())
let operations = LiveOperations(configuration: configuration, environment: [:])
let limits = ProbeLimits(timeoutMilliseconds: 60_000, cancellation: cancellation)
let result =
    arguments[1] == "restore"
    ? operations.restoreDatabase(from: arguments[3], sha256: nil, limits) : operations.returnDatabase(kept: arguments[3], limits)
try? OutputStream.standardOutput.write("\(result.state): \(result.summary)\n")
