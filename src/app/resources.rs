//! Requests and limits: from a named size, then from what is stated.

use serde::Serialize;

use crate::spec::types::{Cpu, CpuLimit, Memory};
use crate::spec::{Settings, Size};

use super::report::Report;
use super::storage::{MEBIBYTE, Scratch};

/// Requests and limits of the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ContainerResources {
    /// Requested cpu.
    pub cpu: Cpu,
    /// Requested memory.
    pub memory: Memory,
    /// Requested disk.
    pub ephemeral_storage: Memory,
    /// Most cpu, if any.
    pub cpu_limit: Option<Cpu>,
    /// Most memory.
    pub memory_limit: Memory,
    /// Most disk.
    pub ephemeral_storage_limit: Memory,
}

/// Requested cpu and memory of every named size.
pub fn size_table() -> [(Size, Cpu, Memory); 5] {
    [
        (Size::Xs, Cpu::from_millis(50), Memory::from_mebibytes(64)),
        (Size::Small, Cpu::from_millis(100), Memory::from_mebibytes(128)),
        (Size::Medium, Cpu::from_millis(250), Memory::from_mebibytes(512)),
        (Size::Large, Cpu::from_millis(500), Memory::from_mebibytes(1024)),
        (Size::Xlarge, Cpu::from_millis(1000), Memory::from_mebibytes(2048)),
    ]
}

/// Room for the container's log and its writable layer.
const LOGS: u64 = 128;

/// Written paths, and `shared` mebibytes of volumes that nobody else answers for, count as disk.
pub(super) fn resources(
    settings: &Settings,
    scratch: &[Scratch],
    shared: u64,
    report: &mut Report<'_>,
) -> ContainerResources {
    let size = settings.size.unwrap_or(Size::Small);
    let table = size_table();
    let (_, cpu, memory) = table.iter().find(|(named, ..)| *named == size).copied().unwrap_or(table[1]);
    let stated = settings.resources.clone().unwrap_or_default();
    let (cpu, memory) = (stated.cpu.unwrap_or(cpu), stated.memory.unwrap_or(memory));
    let memory_limit = stated.memory_limit.unwrap_or(memory);
    let cpu_limit = match stated.cpu_limit {
        Some(CpuLimit::None) => None,
        Some(CpuLimit::Amount(limit)) => Some(limit),
        None => Some(Cpu::from_millis((4 * cpu.millis()).max(1000))),
    };
    let written: u64 = shared + scratch.iter().map(|scratch| scratch.size.bytes().div_ceil(MEBIBYTE)).sum::<u64>();
    let ephemeral_storage = stated.ephemeral_storage.unwrap_or(Memory::from_mebibytes(64));
    let computed = Memory::from_mebibytes((written + LOGS).max(256)).max(ephemeral_storage);
    let ephemeral_storage_limit = stated.ephemeral_storage_limit.unwrap_or(computed);
    if let Some(limit) = cpu_limit {
        if limit < cpu {
            report.problem(
                "resources.cpuLimit",
                format!("cpu limit {limit} is below the request {cpu}"),
                "raise the limit or lower the request",
            );
        } else if limit.millis() < 500 && stated.cpu_limit.is_some() {
            report.warning(
                "resources.cpuLimit",
                format!("a cpu limit of {limit} throttles most apps while they start"),
                "use 1 or more, or `cpuLimit: none`",
            );
        }
    }
    if memory_limit < memory {
        report.problem(
            "resources.memoryLimit",
            format!("memory limit {memory_limit} is below the request {memory}"),
            "raise the limit or lower the request",
        );
    }
    if ephemeral_storage_limit < ephemeral_storage {
        let message =
            format!("ephemeral storage limit {ephemeral_storage_limit} is below the request {ephemeral_storage}");
        report.problem("resources.ephemeralStorageLimit", message, "raise the limit or lower the request");
    }
    if ephemeral_storage_limit.bytes() < written * MEBIBYTE {
        let message = format!(
            "the written paths may hold {written}Mi, more than the ephemeral storage limit {ephemeral_storage_limit}"
        );
        report.problem(
            "resources.ephemeralStorageLimit",
            message,
            format!("use at least {}Mi: the pod is evicted beyond its limit", written + LOGS),
        );
    }
    ContainerResources { cpu, memory, ephemeral_storage, cpu_limit, memory_limit, ephemeral_storage_limit }
}
