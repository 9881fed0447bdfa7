"""For pip without ROS: the core, the command line, and extras: simulator (`.[sim]`), another renderer to evaluate with
(`.[mitsuba]`), bags (`.[bags]`), models run by torch (`.[model]`), exported to ONNX (`.[onnx]`), ONNX Runtime alone
(`.[onnxruntime]`). Not read by colcon."""

from pathlib import Path

from setuptools import find_packages, setup

setup(
    name="spatialgeo_ros",
    version="0.1.0",
    description="RGB-D frames become metric objects, spatial relations with uncertainty, and answers in words",
    long_description=(Path(__file__).parent / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.10",
    packages=find_packages(include=["spatialgeo_ros", "spatialgeo_ros.*"]),
    install_requires=["numpy>=1.22", "opencv-python-headless>=4.5.4", "PyYAML>=5.4"],
    extras_require={
        "sim": [
            'open3d-cpu>=0.18; platform_machine == "x86_64" and sys_platform == "linux"',
            'open3d>=0.18; platform_machine != "x86_64" or sys_platform != "linux"',
        ],
        "mitsuba": ["mitsuba>=3.5"],
        "bags": ["rosbags>=0.11,<0.12"],
        "model": ["torch>=2.11", "transformers>=5,<6", "safetensors>=0.4"],
        "onnx": ["onnxruntime>=1.17", "onnx>=1.15"],
        "onnxruntime": ["onnxruntime>=1.16"],
    },
    entry_points={"console_scripts": ["spatialgeo = spatialgeo_ros.cli.main:console"]},
    package_data={"spatialgeo_ros": ["py.typed", "weights/*", "weights/*/*"]},
    zip_safe=False,
)
