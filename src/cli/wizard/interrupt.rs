//! Ctrl-C at any point leaves the terminal as it was found.

use console::Term;

use crate::cli::report;

/// Restores the terminal and ends the program when a person interrupts it.
pub(super) fn restore_terminal_on_interrupt() {
    #[cfg(unix)]
    let modes = rustix::termios::tcgetattr(std::io::stdin()).ok();
    // A second handler cannot be set; there is just this one, so an error changes nothing.
    let _ = ctrlc::set_handler(move || {
        #[cfg(unix)]
        if let Some(modes) = &modes {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, modes);
        }
        let _ = Term::stderr().show_cursor();
        report::tell("\ninterrupted, nothing was written\n");
        leave();
    });
}

/// The handler runs beside the prompt, which waits for a key and cannot be told to stop.
#[allow(clippy::exit)]
fn leave() -> ! {
    std::process::exit(130)
}
