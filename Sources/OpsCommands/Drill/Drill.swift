internal import CommandLineKit

/// `drill`: placeholder until merged.
struct Drill: ParsableCommand { }
