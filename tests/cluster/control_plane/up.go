package main

import (
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What the simulated nodes do with pods, claims and themselves.
//
//go:embed stages/*.yaml
var stages embed.FS

//go:embed class.yaml
var class string

// A node; every `NUMBER` in it is its own.
//
//go:embed node.yaml
var node string

// up boots everything on loopback, says where the administrator's kubeconfig lies, and stays: until its
// input ends (so that whoever started it takes it along, however that one ends), a signal comes, or one
// of its parts dies. Then it ends what it started, and its folder goes.
func up(arguments []string) (err error) {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	folder := flags.String("folder", "", "where state and logs lie; must not exist, and is removed at the end")
	count := flags.Int("nodes", 3, "simulated nodes, in three zones by turns")
	crds := flags.String("crds", "", "a folder of CustomResourceDefinitions to install")
	detached := flags.Bool("detached", false, "stay when the input ends")
	_ = flags.Parse(arguments)
	if *folder == "" {
		return fmt.Errorf("--folder is missing")
	}

	// The children end with the thread that started them.
	runtime.LockOSThread()
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	if !*detached {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			end <- syscall.SIGTERM
		}()
	}

	run, err := filepath.Abs(*folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(run), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(run, 0o700); err != nil {
		return fmt.Errorf("%w (hint: a cluster runs there, or was killed; end it, then remove the folder)", err)
	}
	plane := &controlPlane{folder: run, died: make(chan string, 8)}
	if err := os.WriteFile(plane.path("pid"), []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\n%s", err, plane.lastWords())
		}
		plane.stop()
	}()

	ready := make(chan error, 1)
	steps := plane.steps(*crds, *count)
	next := func() {
		step := steps[0]
		steps = steps[1:]
		if err := step.start(); err != nil {
			ready <- err
			return
		}
		go func() { ready <- plane.wait(step.ready) }()
	}
	for next(); ; {
		select {
		case err := <-ready:
			if err != nil {
				return err
			}
			if len(steps) > 0 {
				next()
				continue
			}
			fmt.Println(plane.kubeconfig())
		case name := <-plane.died:
			return fmt.Errorf("%s ended by itself", name)
		case <-end:
			return nil
		}
	}
}

// A step of the boot: what it starts, and what tells that it is done.
type step struct {
	start func() error
	ready func() error
}

func (plane *controlPlane) steps(crds string, count int) []step {
	done := func() error { return nil }
	kubectl := func(arguments ...string) func() error {
		return func() error { return plane.kubectl("", arguments...) }
	}
	steps := []step{
		{plane.startServer, kubectl("get", "--raw", "/readyz")},
		{plane.startControllers, done},
	}
	if crds != "" {
		install := kubectl("apply", "--server-side", "--filename", crds)
		// kubectl asks for each of them anew, and after the first few no more than five times a second.
		established := kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
		steps = append(steps, step{install, established})
	}
	objects := []string{class}
	for number := 1; number <= count; number++ {
		zone := strconv.Itoa((number-1)%3 + 1)
		objects = append(objects, strings.NewReplacer("NUMBER", strconv.Itoa(number), "ZONE", zone).Replace(node))
	}
	create := func() error {
		return plane.kubectl(strings.Join(objects, "---\n"), "create", "--filename", "-")
	}
	steps = append(steps, step{create, kubectl("get", "serviceaccount", "default")})
	if count > 0 {
		steps = append(steps, step{done, kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=1s")})
	}
	return steps
}

// wait asks until the answer is yes, or two minutes are over.
func (plane *controlPlane) wait(ready func() error) error {
	var err error
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if err = ready(); err == nil {
			return nil
		}
	}
	return err
}
